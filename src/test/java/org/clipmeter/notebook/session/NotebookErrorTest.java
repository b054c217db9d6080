package org.clipmeter.notebook.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Graphics2D;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.clipmeter.compare.SameScoring;
import org.clipmeter.embed.cache.EmbeddingCache;
import org.clipmeter.engine.EngineException;
import org.clipmeter.engine.TorchEngine;
import org.clipmeter.failure.Failure;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.failure.Kind;
import org.clipmeter.failure.Section;
import org.clipmeter.generate.GenerateOptions;
import org.clipmeter.hub.HubRepo;
import org.clipmeter.image.decode.ImageDecoder;
import org.clipmeter.model.ModelException;
import org.clipmeter.model.ModelOptions;
import org.clipmeter.model.catalogue.ModelSource;
import org.clipmeter.notebook.ijava.Clipmeter;
import org.clipmeter.pairs.Images;
import org.clipmeter.plot.ChartImages;
import org.clipmeter.score.Runs;
import org.clipmeter.score.ScoreCancelledException;
import org.clipmeter.weights.Weights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.knowm.xchart.XYChart;

/** What a cell shows of a failure: its message, and the section of the guide that the failure names. */
final class NotebookErrorTest {
    @TempDir
    private Path folder;

    /** A chart that fails as a Java without fonts does. */
    private static final class WithoutFonts extends XYChart {
        WithoutFonts() {
            super(200, 100);
        }

        @Override
        public void paint(Graphics2D graphics, int width, int height) {
            throw new InternalError("java.lang.reflect.InvocationTargetException: Fontconfig head is null");
        }
    }

    private Map<Section, Executable> representatives() {
        Map<Section, Executable> failures = new EnumMap<>(Section.class);
        failures.put(Section.NO_NATIVES, () -> {
            throw new EngineException(Section.NO_NATIVES, "no PyTorch natives", null);
        });
        failures.put(Section.CUDA, () -> TorchEngine.start().device("cuda:99"));
        failures.put(Section.HUB, () -> HubRepo.model("a--b"));
        failures.put(Section.PAIRING, () -> Images.in(folder.resolve("nowhere")));
        failures.put(Section.FAILED_ROWS, () -> ImageDecoder.decode(folder.resolve("nothing.png")));
        failures.put(Section.CACHE, () -> EmbeddingCache.off().limit(0));
        failures.put(Section.FONTS, () -> ChartImages.svg(new WithoutFonts()));
        failures.put(Section.MODEL, () -> ModelSource.of("no such model"));
        failures.put(Section.PRECISION, () -> ModelOptions.Precision.of("fp8"));
        failures.put(Section.WEIGHTS, () -> Weights.open(folder).close());
        failures.put(Section.UNEXPECTED_FAILURE, () -> {
            throw new IllegalStateException("a mistake");
        });
        failures.put(Section.INTERRUPT, () -> {
            throw new ScoreCancelledException(1, 2);
        });
        failures.put(Section.IJAVA, Clipmeter::install);
        failures.put(
                Section.GENERATE, () -> GenerateOptions.defaults().withEndpoint("http://user:secret@localhost:7860"));
        failures.put(
                Section.COMPARING,
                () -> SameScoring.require("sd", Runs.of(List.of()), "uce", Runs.of("other", List.of(), List.of())));
        return failures;
    }

    @Test
    void everySectionIsReachedByAFailureOfItsKind() {
        Map<Section, Executable> failures = representatives();
        for (Section section : Section.values()) {
            Executable failing = failures.get(section);
            assertTrue(failing != null, section + " has no representative here");
            Throwable thrown = assertThrows(Throwable.class, failing, section.name());
            String message =
                    String.valueOf(NotebookError.from("%clip x", thrown).getMessage());
            List<String> lines = message.lines().toList();
            assertEquals("See %clip help " + section.anchor(), lines.get(lines.size() - 1), message);
            assertEquals(2, lines.size(), message);
            boolean expected = section != Section.UNEXPECTED_FAILURE;
            assertEquals(expected, thrown instanceof Failure, message);
            assertEquals(expected, lines.get(0).equals("%clip x: " + thrown.getMessage()), message);
        }
    }

    @Test
    void aFailureKeepsItsMessageAndSectionInsideOthers() {
        InvalidRequestException inner = assertThrows(InvalidRequestException.class, () -> HubRepo.model("a--b"));
        String alone = NotebookError.from("%clip", inner).getMessage();
        ModelException wrapped = new ModelException("b: " + inner.getMessage(), inner);
        assertEquals(Section.HUB, wrapped.section().orElseThrow());
        assertEquals(Kind.INVALID_REQUEST, wrapped.kind());
        assertEquals(
                alone,
                NotebookError.from("%clip", new ExecutionException(inner)).getMessage());
        assertEquals(
                alone,
                NotebookError.from(
                                "%clip",
                                new ExecutionException(
                                        new UncheckedIOException(new IOException(inner.getMessage(), inner))))
                        .getMessage());
    }

    @Test
    void errorsOfTheSystemAreOneLineThatSaysWhatHappened() {
        assertEquals("%clip: a/b does not exist", shown(new NoSuchFileException("a/b")));
        assertEquals("%clip: a/b: permission denied", shown(new AccessDeniedException("a/b")));
        assertEquals("%clip: No space left on device", shown(new IOException("No space left on device")));
        assertEquals("%clip: two\\u000alines", shown(new IOException("two\nlines")));
    }

    @Test
    void aProgrammingErrorIsShownWithItsStackTrace() {
        NotebookError error = NotebookError.from("%clip", new IllegalArgumentException("a mistake in clipmeter"));
        assertTrue(String.valueOf(error.getMessage()).startsWith("%clip failed unexpectedly: "), error.getMessage());
        assertTrue(error.getStackTrace().length > 0);
        assertFalse(
                NotebookError.from("%clip", new ScoreCancelledException(1, 2)).getStackTrace().length > 0);
    }

    private static String shown(IOException failure) {
        return String.valueOf(NotebookError.from("%clip", failure).getMessage());
    }
}
