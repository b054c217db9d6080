package org.clipmeter.image;

/**
 * A decoded picture.
 *
 * @param rgb bytes of shape (height, width, 3), rows from the top, R G B
 * @param damaged true where the file is damaged but Pillow still loads it
 */
@SuppressWarnings("ArrayRecordComponent")
public record RgbImage(int width, int height, byte[] rgb, boolean damaged) {}
