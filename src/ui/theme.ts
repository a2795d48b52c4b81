import type { ThemeConfig } from "antd";

/** Calm, dense, and readable: every text colour reaches WCAG AA on the surfaces it stands on. */
export const theme: ThemeConfig = {
  cssVar: { key: "tk" },
  hashed: false,
  token: {
    colorPrimary: "#0958d9",
    colorInfo: "#0958d9",
    colorLink: "#0958d9",
    colorSuccess: "#237804",
    colorWarning: "#ad4e00",
    colorError: "#cf1322",
    colorText: "rgba(0, 0, 0, 0.9)",
    colorTextSecondary: "rgba(0, 0, 0, 0.7)",
    colorTextTertiary: "rgba(0, 0, 0, 0.65)",
    colorTextDescription: "rgba(0, 0, 0, 0.65)",
    colorTextPlaceholder: "rgba(0, 0, 0, 0.6)",
    colorTextDisabled: "rgba(0, 0, 0, 0.55)",
    colorBgLayout: "#f4f6f9",
    colorBorder: "#c3cad5",
    colorBorderSecondary: "#e3e8ef",
    borderRadius: 6,
    fontSize: 14,
    controlHeight: 34,
    fontFamily: `-apple-system, "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", "Segoe UI", Roboto, "Helvetica Neue", sans-serif`,
  },
  components: {
    Form: { itemMarginBottom: 16, verticalLabelPadding: "0 0 4px" },
    Segmented: { trackBg: "#e3e8f0" },
    Tabs: { horizontalMargin: "0 0 16px 0" },
  },
};
