package org.clipmeter.image.webp.vp8l;

/** The inverse of one VP8L transform (RFC 9649, section 4), row by row from the top. */
sealed interface Vp8lTransform
        permits Vp8lPredictor, Vp8lTransform.CrossColor, Vp8lTransform.SubtractGreen, Vp8lTransform.ColorIndexing {
    /** Replaces the ARGB pixels of row {@code y} by those before the transform; the pixels begin at index 0. */
    void invert(int y, int[] row);

    /**
     * Red and blue were stored less a prediction from green, and blue also from red; each block has its own factors.
     */
    @SuppressWarnings("ArrayRecordComponent")
    record CrossColor(int width, int blockBits, int[] blocks) implements Vp8lTransform {
        @Override
        public void invert(int y, int[] row) {
            int side = 1 << blockBits;
            int block = (y >> blockBits) * Vp8lDecoder.blocks(width, blockBits);
            for (int from = 0; from < width; from += side, block++) {
                int factors = blocks[block];
                invert(row, from, Math.min(width, from + side), (byte) factors, (byte) (factors >> 8), (byte)
                        (factors >> 16));
            }
        }

        private static void invert(int[] row, int from, int to, int greenToRed, int greenToBlue, int redToBlue) {
            for (int x = from; x < to; x++) {
                int pixel = row[x];
                int green = (byte) (pixel >> 8);
                int red = (pixel >> 16) + (green * greenToRed >> 5) & 0xff;
                int blue = pixel + (green * greenToBlue >> 5) + ((byte) red * redToBlue >> 5) & 0xff;
                row[x] = pixel & 0xff00ff00 | red << 16 | blue;
            }
        }
    }

    /** Red and blue were stored less green. */
    record SubtractGreen(int width) implements Vp8lTransform {
        @Override
        public void invert(int y, int[] row) {
            for (int x = 0; x < width; x++) {
                int pixel = row[x];
                int green = pixel >> 8 & 0xff;
                row[x] = pixel & 0xff00ff00 | (pixel & 0xff00ff) + (green << 16 | green) & 0xff00ff;
            }
        }
    }

    /** Green is a palette index, or {@code 1 << packing} indices if the palette is small. */
    @SuppressWarnings("ArrayRecordComponent")
    record ColorIndexing(int width, int packing, int[] palette) implements Vp8lTransform {
        /**
         * Reads a palette that is stored as differences; an index after its end is transparent black, as in libwebp.
         */
        static ColorIndexing of(int width, int[] differences) {
            int packing = packing(differences.length);
            int[] palette = new int[1 << (8 >> packing)];
            int color = 0;
            for (int i = 0; i < differences.length; i++) {
                color = Vp8lPredictor.add(color, differences[i]);
                palette[i] = color;
            }
            return new ColorIndexing(width, packing, palette);
        }

        /**
         * The base-2 logarithm of the number of indices that share a pixel, for a palette with {@code colors} colors.
         */
        static int packing(int colors) {
            return colors > 16 ? 0 : colors > 4 ? 1 : colors > 2 ? 2 : 3;
        }

        @Override
        public void invert(int y, int[] row) {
            if (packing == 0) {
                for (int x = 0; x < width; x++) {
                    row[x] = palette[row[x] >> 8 & 0xff];
                }
                return;
            }
            int bits = 8 >> packing;
            int mask = palette.length - 1;
            for (int packed = width - 1 >> packing; packed >= 0; packed--) {
                int indices = row[packed] >> 8 & 0xff;
                int from = packed << packing;
                int to = Math.min(width, from + (1 << packing));
                for (int x = from; x < to; x++) {
                    row[x] = palette[indices & mask];
                    indices >>= bits;
                }
            }
        }
    }
}
