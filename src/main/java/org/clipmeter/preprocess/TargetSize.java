package org.clipmeter.preprocess;

/** The size to resize a picture to, in the arithmetic of transformers (Python's floats and integers). */
sealed interface TargetSize {
    /** Height and width in pixels. */
    record Extent(long height, long width) {
        @Override
        public String toString() {
            return height + "x" + width;
        }
    }

    /** The size of a picture after the resize. */
    Extent of(int height, int width);

    /** The shorter side becomes {@code pixels}; the longer side keeps the aspect ratio, rounded down. */
    record ShortestEdge(int pixels) implements TargetSize {
        @Override
        public Extent of(int height, int width) {
            return width <= height
                    ? new Extent((long) pixels * height / width, pixels)
                    : new Extent(pixels, (long) pixels * width / height);
        }

        @Override
        public String toString() {
            return "shortest_edge=" + pixels;
        }
    }

    /** The same as {@link ShortestEdge}, but the longer side becomes at most {@code longest}, up to rounding. */
    record BothEdges(int shortest, int longest) implements TargetSize {
        @Override
        public Extent of(int height, int width) {
            double shorter = Math.min(height, width);
            double longer = Math.max(height, width);
            double edge = shortest;
            long rounded = shortest;
            if (longer / shorter * shortest > longest) {
                edge = longest * shorter / longer;
                rounded = (long) Math.rint(edge);
            }
            if ((height <= width && height == rounded) || (width <= height && width == rounded)) {
                return new Extent(height, width);
            }
            return width < height
                    ? new Extent((long) (edge * height / width), rounded)
                    : new Extent(rounded, (long) (edge * width / height));
        }

        @Override
        public String toString() {
            return "shortest_edge=" + shortest + " longest_edge=" + longest;
        }
    }

    /** The largest size that fits into a frame with the same aspect ratio; smaller pictures are enlarged. */
    record Within(int maxHeight, int maxWidth) implements TargetSize {
        @Override
        public Extent of(int height, int width) {
            double scale = Math.min((double) maxHeight / height, (double) maxWidth / width);
            return new Extent((long) (height * scale), (long) (width * scale));
        }

        @Override
        public String toString() {
            return "max_height=" + maxHeight + " max_width=" + maxWidth;
        }
    }

    /** Exactly this size, regardless of the aspect ratio. */
    record Exactly(int height, int width) implements TargetSize {
        @Override
        public Extent of(int anyHeight, int anyWidth) {
            return new Extent(height, width);
        }

        @Override
        public String toString() {
            return "size=" + height + "x" + width;
        }
    }
}
