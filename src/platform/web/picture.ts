/** A photo as it is kept and sent: small enough for a weak network, large enough to see a scratch. */
const longestSide = 1600;
const quality = 0.82;

/** Draws a photo anew in a sane size, upright. What the camera wrote into it (place, device, time) does not come along. */
export async function shrinkPicture(file: Blob): Promise<{ readonly type: string; readonly bytes: ArrayBuffer }> {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const share = Math.min(1, longestSide / Math.max(picture.width, picture.height));
  const canvas = Object.assign(document.createElement("canvas"), { width: Math.round(picture.width * share), height: Math.round(picture.height * share) });
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const drawn = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
  if (!drawn) throw new Error("The picture could not be drawn");
  return { type: drawn.type, bytes: await drawn.arrayBuffer() };
}
