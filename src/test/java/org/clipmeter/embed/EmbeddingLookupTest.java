package org.clipmeter.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EmbeddingLookupTest {
    @Test
    void aTextsContentIsTheHashOfItsTokenIds() {
        byte[] littleEndian = {1, 0, 0, 0, 0, 0, 0, 0, 0x07, (byte) 0xc0, 0, 0, 0, 0, 0, 0};
        assertEquals(EmbeddingLookup.content(littleEndian), EmbeddingLookup.content(new long[] {1, 0xc007}));
        assertEquals(
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                EmbeddingLookup.content("abc".getBytes(StandardCharsets.UTF_8)));
    }
}
