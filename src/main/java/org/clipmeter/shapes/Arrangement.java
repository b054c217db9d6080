package org.clipmeter.shapes;

/** How things are arranged in a picture: one to four of a kind, or two different things beside or above each other. */
public enum Arrangement {
    ONE(1),
    TWO(2),
    THREE(3),
    FOUR(4),
    LEFT_OF(2),
    ABOVE(2);

    private final int count;

    Arrangement(int count) {
        this.count = count;
    }

    public boolean isPair() {
        return this == LEFT_OF || this == ABOVE;
    }

    /** The number of things that are drawn. */
    public int count() {
        return count;
    }
}
