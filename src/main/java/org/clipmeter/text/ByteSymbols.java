package org.clipmeter.text;

import java.util.List;
import java.util.stream.IntStream;

/** The characters that represent the 256 bytes in a byte-level vocabulary. */
final class ByteSymbols {
    /**
     * The symbols of the bytes 0 to 255. A byte that is printable in Latin-1 represents itself; the others are
     * represented by the characters from U+0100 on, in their order.
     */
    static final List<String> ALL = all();

    private ByteSymbols() {}

    private static List<String> all() {
        int[] next = {0x100};
        return IntStream.range(0, 256)
                .map(value -> isPrintable(value) ? value : next[0]++)
                .mapToObj(Character::toString)
                .toList();
    }

    private static boolean isPrintable(int value) {
        return value >= '!' && value <= '~' || value >= 0xA1 && value <= 0xAC || value >= 0xAE;
    }
}
