package org.clipmeter.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The expected hashes of "abc" and of nothing are those of FIPS 180-4's examples. */
class HashTest {
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    void hashesAreThoseOfTheStandard() {
        assertEquals("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", Hash.sha256(""));
        assertEquals(ABC, Hash.sha256("abc"));
        assertEquals(ABC, Hash.sha256("abc".getBytes(StandardCharsets.US_ASCII)));
        assertEquals(
                "a9993e364706816aba3e25717850c26c9cd0d89d",
                Hash.sha1().add("abc").hex());
    }

    @Test
    void piecesMakeTheHashOfTheWhole() {
        byte[] bytes = "abc".getBytes(StandardCharsets.US_ASCII);
        ByteBuffer last = ByteBuffer.wrap(bytes).position(2);
        Hash hash = Hash.sha256().add(bytes, 0, 1).add("b").add(last);
        assertEquals(ABC, hash.hex());
        assertEquals(0, last.remaining());
        assertEquals(ABC, hash.add(bytes).hex());
    }
}
