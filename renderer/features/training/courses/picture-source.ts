import { call } from '../../../bridge/call.ts'

/** Address of a picture of a course for an `img`; null while the picture is not on this PC yet. */
export async function pictureSource(hash: string): Promise<string | null> {
  const { picture } = await call('learning.picture', { hash })
  return picture && `data:image/${picture.kind};base64,${picture.content}`
}
