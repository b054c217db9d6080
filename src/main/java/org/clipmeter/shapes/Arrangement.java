package org.clipmeter.shapes;

/** How things stand in a picture: one to four of a kind, or two different ones beside or above each other. */
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

    /** How many things are drawn. */
    public int count() {
        return count;
    }
}
