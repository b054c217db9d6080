package org.clipmeter.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.clipmeter.ChildJvm;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClipTokenizerTest {
    @TempDir
    Path folder;

    @BeforeEach
    void writesATinyTokenizer() throws IOException {
        TinyTokenizer.write(folder);
    }

    @Test
    void mergesPairsAndMarksTheEndOfAWord() throws IOException {
        try (ClipTokenizer tokenizer = ClipTokenizer.open(folder, 77)) {
            assertIds(tokenizer, "ab", 6, 5, 7);
            assertIds(tokenizer, "aba", 6, 4, 2, 7);
            assertIds(tokenizer, "b a", 6, 3, 2, 7);
        }
    }

    @Test
    void lowersCaseAndCollapsesWhiteSpace() throws IOException {
        try (ClipTokenizer tokenizer = ClipTokenizer.open(folder, 77)) {
            assertIds(tokenizer, " AB\t\r\n  a ", 6, 5, 2, 7);
        }
    }

    @Test
    void givesAnEmptyTextStartAndEnd() throws IOException {
        try (ClipTokenizer tokenizer = ClipTokenizer.open(folder, 77)) {
            assertIds(tokenizer, "", 6, 7);
            assertIds(tokenizer, " \n", 6, 7);
            assertEquals(6, tokenizer.startId());
            assertEquals(7, tokenizer.endId());
        }
    }

    @Test
    void cutsKeepingTheEndToken() throws IOException {
        try (ClipTokenizer tokenizer = ClipTokenizer.open(folder, 4)) {
            TokenizedText fits = tokenizer.encode("a b");
            assertArrayEquals(new long[] {6, 2, 3, 7}, fits.inputIds());
            assertFalse(fits.truncated());
            TokenizedText cut = tokenizer.encode("a b ab");
            assertArrayEquals(new long[] {6, 2, 3, 7}, cut.inputIds());
            assertEquals(5, cut.untruncatedLength());
            assertTrue(cut.truncated());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\0", "a\0b", "\ud800", "a\udc00\ud800b", "\udbff\ud800\udfff", "\uffff\ufffe", "\ud83d\ude00"})
    void survivesTextsThatAreNoTexts(String text) throws IOException {
        try (ClipTokenizer tokenizer = ClipTokenizer.open(folder, 77)) {
            TokenizedText tokens = tokenizer.encode(text);
            assertEquals(6, tokens.inputIds()[0]);
            assertEquals(7, tokens.inputIds()[tokens.inputIds().length - 1]);
            assertTrue(tokens.untruncatedLength() > 2);
        }
    }

    @Test
    void readsHalfASurrogatePairAsTheReplacementCharacter() {
        assertEquals("a\ufffdb", ClipTokenizer.wellFormed("a\ud800b"));
        assertEquals("\ufffd\ufffd", ClipTokenizer.wellFormed("\udc00\ud800"));
        assertEquals("\ud83d\ude00", ClipTokenizer.wellFormed("\ud83d\ude00"));
    }

    @Test
    void lowersTheCapitalsOfUnicode17() {
        assertEquals("\ua7cf\ua7d3\ua7d5", ClipTokenizer.wellFormed("\ua7ce\ua7d2\ua7d4"));
        assertEquals(
                Character.toString(0x16EBB) + Character.toString(0x16ED3),
                ClipTokenizer.wellFormed(Character.toString(0x16EA0) + Character.toString(0x16EB8)));
    }

    @Test
    void encodesAMillionCharacters() throws IOException {
        try (ClipTokenizer tokenizer = ClipTokenizer.open(folder, 77)) {
            TokenizedText tokens = tokenizer.encode("ab ".repeat(333_333));
            assertEquals(333_335, tokens.untruncatedLength());
            assertEquals(77, tokens.inputIds().length);
        }
    }

    @Test
    void givesTheSameTokensToEightThreads() throws Exception {
        try (ClipTokenizer tokenizer = ClipTokenizer.open(folder, 77)) {
            ExecutorService threads = Executors.newFixedThreadPool(8);
            try {
                List<Callable<Boolean>> work = Collections.nCopies(8, () -> {
                    for (int length = 0; length < 300; length++) {
                        if (tokenizer.encode("ab ".repeat(length)).untruncatedLength() != length + 2) {
                            return false;
                        }
                    }
                    return true;
                });
                for (Future<Boolean> done : threads.invokeAll(work)) {
                    assertTrue(done.get());
                }
            } finally {
                threads.shutdownNow();
            }
        }
    }

    @Test
    void refusesToEncodeOnceClosed() throws IOException {
        ClipTokenizer tokenizer = ClipTokenizer.open(folder, 77);
        tokenizer.close();
        tokenizer.close();
        assertThrows(IllegalStateException.class, () -> tokenizer.encode("a"));
    }

    @Test
    void loadsTheLibraryInAThreadWhoseLoaderDoesNotSeeIt() throws Exception {
        Path natives = folder.resolve("natives");
        Process java = ChildJvm.of(UnderAForeignLoader.class, List.of("-DENGINE_CACHE_DIR=" + natives), folder)
                .redirectErrorStream(true)
                .start();
        String output = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, java.waitFor(), output);
        assertTrue(output.strip().endsWith("[6, 5, 7]"), output);
    }

    /** Prints the tokens of "ab" from a thread whose context class loader sees only the JDK. */
    static final class UnderAForeignLoader {
        private UnderAForeignLoader() {}

        public static void main(String[] folder) throws IOException {
            ClassLoader jdk = ClassLoader.getPlatformClassLoader();
            Thread.currentThread().setContextClassLoader(jdk);
            try (ClipTokenizer tokenizer = ClipTokenizer.open(Path.of(folder[0]), 77)) {
                System.out.println(Arrays.toString(tokenizer.encode("ab").inputIds()));
            }
            if (Thread.currentThread().getContextClassLoader() != jdk) {
                throw new AssertionError("the thread's loader was not put back");
            }
        }
    }

    @Test
    void asksForNoConnection() throws IOException {
        List<URI> asked = Collections.synchronizedList(new ArrayList<>());
        ProxySelector before = ProxySelector.getDefault();
        ProxySelector.setDefault(new ProxySelector() {
            @Override
            public List<java.net.Proxy> select(URI uri) {
                asked.add(uri);
                return List.of(java.net.Proxy.NO_PROXY);
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException e) {
                asked.add(uri);
            }
        });
        try (ClipTokenizer tokenizer = ClipTokenizer.open(folder, 77)) {
            assertIds(tokenizer, "ab", 6, 5, 7);
        } finally {
            ProxySelector.setDefault(before);
        }
        assertEquals(List.of(), asked);
    }

    @Test
    void refusesALengthWithoutRoomForStartAndEnd() {
        assertThrows(IllegalArgumentException.class, () -> ClipTokenizer.open(folder, 1));
    }

    private void assertIds(ClipTokenizer tokenizer, String text, long... expected) {
        assertArrayEquals(expected, tokenizer.encode(text).inputIds(), text);
    }
}
