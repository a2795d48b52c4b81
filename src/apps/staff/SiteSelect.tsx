import { Select, type SelectProps } from "antd";

/** Chooses among several sites; searches by part of the name. */
export default function SiteSelect(props: SelectProps<string>) {
  return <Select<string> {...props} className="shell-site" showSearch={{ optionFilterProp: "label" }} variant="filled" popupMatchSelectWidth={false} />;
}
