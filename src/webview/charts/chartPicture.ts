import type { Palette } from './palette';

const inset = 12;
const titleHeight = 22;

/**
 * A chart as it is drawn now, with its title, on the colour of the page.
 *
 * @throws Error when the browser makes no picture of it
 */
export async function chartPicture(
  drawn: HTMLCanvasElement,
  title: string,
  palette: Palette,
): Promise<Blob> {
  const scale = drawn.clientWidth === 0 ? 1 : drawn.width / drawn.clientWidth;
  const picture = document.createElement('canvas');
  picture.width = drawn.width + 2 * inset * scale;
  picture.height = drawn.height + (2 * inset + titleHeight) * scale;
  const context = picture.getContext('2d');
  if (context === null) {
    throw new Error('no canvas');
  }
  context.fillStyle = palette.background;
  context.fillRect(0, 0, picture.width, picture.height);
  context.fillStyle = palette.text;
  context.font = `${13 * scale}px ${palette.font}`;
  context.textBaseline = 'top';
  context.fillText(title, inset * scale, inset * scale);
  context.drawImage(drawn, inset * scale, (inset + titleHeight) * scale);
  const blob = await new Promise<Blob | null>((resolve) => {
    picture.toBlob(resolve, 'image/png');
  });
  if (blob === null) {
    throw new Error('no picture');
  }
  return blob;
}
