package org.clipmeter;

import java.io.IOException;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.failure.Kind;
import org.clipmeter.files.FileException;
import org.clipmeter.hub.DownloadListener;
import org.clipmeter.hub.HubClient;
import org.clipmeter.hub.HubException;
import org.clipmeter.hub.HubFile;
import org.clipmeter.hub.HubRepo;
import org.clipmeter.hub.HubSettings;
import org.clipmeter.hub.PlainDownload;
import org.clipmeter.hub.PlainFile;
import org.clipmeter.model.catalogue.ModelSource;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptFile;
import org.clipmeter.prompts.PromptSet;
import org.clipmeter.prompts.Sampling;
import org.clipmeter.prompts.TifaReader;
import org.clipmeter.shapes.ShapesPrompts;
import org.jspecify.annotations.Nullable;

/**
 * The TIFA prompts (Hu et al. 2023, arXiv 2303.11897), from the reference's file, from their authors, or from a local file. What is not
 * in the caches is downloaded, on the calling thread; an interrupt ends the download.
 */
public final class Tifa {
    /** The reference's CSV, on the Hub. */
    public static final String REFERENCE = "reference";

    /** TIFA v1.0 as its authors publish it. */
    public static final String V1 = "v1.0";

    /** The prompts of the bundled model. */
    public static final String SHAPES = "shapes";

    private static final HubRepo REFERENCE_REPO = HubRepo.dataset("Unlearningltd/datasets");
    private static final String REFERENCE_FILE = "tifa/tifa_dataset.csv";
    private static final String V1_FOLDER = "https://raw.githubusercontent.com/Yushi-Hu/tifa/main/tifa_v1.0/";
    private static final long LARGEST = 64L << 20;

    private Tifa() {}

    /**
     * The first prompts of the reference's TIFA file.
     *
     * @param limit the most to take, at least 1; null for all
     * @throws IOException in one line, if they can't be had
     */
    public static PromptSet load(@Nullable Integer limit) throws IOException {
        return load(TifaOptions.DEFAULT.limitedTo(limit));
    }

    /**
     * Prompts as asked for; see {@link #read} for the rows that were left out.
     *
     * @throws IOException in one line, if they can't be had
     */
    public static PromptSet load(TifaOptions options) throws IOException {
        return read(options).prompts();
    }

    /**
     * Prompts as asked for, with what was found wrong on the way.
     *
     * @throws IOException in one line, if they can't be had
     */
    public static PromptFile read(TifaOptions options) throws IOException {
        return read(options, HubSettings.fromEnvironment(), URI.create(V1_FOLDER));
    }

    static PromptFile read(TifaOptions options, HubSettings hub, URI v1Folder) throws IOException {
        String origin = options.origin().strip().toLowerCase(Locale.ROOT);
        if (options.idColumn() != null && List.of(REFERENCE, V1, SHAPES).contains(origin)) {
            throw new PromptsException(
                    PromptsException.Reason.NO_FILE,
                    "prompts: only a prompt file has an id column such as " + options.idColumn()
                            + ", but the prompts are " + origin,
                    null);
        }
        PromptFile all =
                switch (origin) {
                    case REFERENCE -> reference(hub, options.listener());
                    case V1 -> v1(hub, v1Folder, options);
                    case SHAPES -> new PromptFile(ShapesPrompts.load(), List.of());
                    default -> local(file(options.origin().strip()), options.idColumn());
                };
        try {
            PromptSet wanted = ofSources(all.prompts(), options.sources());
            PromptSet taken = options.sampling() == TifaOptions.Sample.HEAD
                    ? Sampling.head(wanted, options.limit())
                    : Sampling.stratified(wanted, options.limit(), options.seed());
            return new PromptFile(taken, all.problems());
        } catch (InvalidRequestException e) {
            throw new PromptsException(PromptsException.Reason.REFUSED, e.getMessage(), e);
        }
    }

    private static PromptFile local(Path file, @Nullable String idColumn) throws IOException {
        try {
            return TifaReader.read(file, idColumn);
        } catch (FileException e) {
            if (idColumn == null || e.kind() != Kind.INVALID_REQUEST) {
                throw e;
            }
            throw new PromptsException(PromptsException.Reason.NO_COLUMN, e.getMessage(), e);
        }
    }

    private static Path file(String name) throws IOException {
        try {
            return ModelSource.path(name);
        } catch (InvalidPathException e) {
            throw new PromptsException(
                    PromptsException.Reason.REFUSED,
                    "prompts: " + name + " is not a path on this system: " + e.getReason(),
                    e);
        }
    }

    private static PromptFile reference(HubSettings hub, DownloadListener listener) throws IOException {
        try {
            HubFile file = new HubClient(hub).file(REFERENCE_REPO, "main", REFERENCE_FILE, listener);
            return named(TifaReader.read(file.path()), "TIFA", file.warnings());
        } catch (HubException e) {
            throw unreachable("TIFA's CSV of the reference", e);
        }
    }

    private static PromptFile v1(HubSettings hub, URI folder, TifaOptions options) throws IOException {
        PlainDownload download = new PlainDownload(hub, hub.ownCacheDir());
        try {
            PlainFile texts = download.get(folder.resolve("tifa_v1.0_text_inputs.json"), LARGEST, options.listener());
            if (!options.questions()) {
                return named(TifaReader.read(texts.path()), "TIFA v1.0", texts.warnings());
            }
            List<String> warnings = new ArrayList<>(texts.warnings());
            try {
                PlainFile answers =
                        download.get(folder.resolve("tifa_v1.0_question_answers.json"), LARGEST, options.listener());
                warnings.addAll(answers.warnings());
                return named(TifaReader.read(texts.path(), answers.path()), "TIFA v1.0", warnings);
            } catch (HubException e) {
                if (e.reason() == HubException.Reason.INTERRUPTED) {
                    throw e;
                }
                warnings.add("TIFA v1.0 without its questions: " + e.getMessage());
                return named(TifaReader.read(texts.path()), "TIFA v1.0", warnings);
            }
        } catch (HubException e) {
            throw unreachable("TIFA v1.0", e);
        }
    }

    private static PromptFile named(PromptFile file, String name, List<String> warnings) {
        List<String> problems = new ArrayList<>(warnings);
        problems.addAll(file.problems());
        return new PromptFile(file.prompts().named(name), problems);
    }

    private static IOException unreachable(String what, HubException e) {
        boolean noNetwork =
                switch (e.reason()) {
                    case NETWORK, SERVER, OFFLINE, RATE_LIMITED -> true;
                    default -> false;
                };
        return new PromptsException(
                noNetwork ? PromptsException.Reason.UNREACHABLE : PromptsException.Reason.REFUSED,
                what + ": " + e.getMessage()
                        + (noNetwork ? "; without a network, use a local file or the bundled prompts" : ""),
                e);
    }

    private static PromptSet ofSources(PromptSet set, List<String> sources) {
        if (sources.isEmpty()) {
            return set;
        }
        sources.forEach(source -> Sampling.ofSource(set, source));
        List<Prompt> kept = set.prompts().stream()
                .filter(prompt -> sources.contains(prompt.source()))
                .toList();
        return set.taking(kept, kept.size());
    }
}
