package org.clipmeter;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.failure.Kind;
import org.clipmeter.files.FileException;
import org.clipmeter.hub.HubSettings;
import org.clipmeter.model.catalogue.ModelSource;
import org.clipmeter.net.NetException;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptFile;
import org.clipmeter.prompts.PromptSet;
import org.clipmeter.prompts.Sampling;
import org.clipmeter.prompts.source.Coco2017;
import org.clipmeter.prompts.source.LocalPrompts;
import org.clipmeter.prompts.source.PromptRequest;
import org.clipmeter.prompts.source.PromptSource;
import org.clipmeter.prompts.source.ReferenceTifa;
import org.clipmeter.prompts.source.TifaV1;
import org.clipmeter.shapes.ShapesPrompts;
import org.clipmeter.shapes.ShapesSource;
import org.jspecify.annotations.Nullable;

/**
 * The TIFA prompts (Hu et al. 2023, arXiv 2303.11897), from the reference's file, from their authors, or from a local file. What is not
 * in the caches is downloaded, on the calling thread; an interrupt ends the download.
 */
public final class Tifa {
    /** The reference's CSV, on the Hub. */
    public static final String REFERENCE = ReferenceTifa.NAME;

    /** TIFA v1.0 as its authors publish it. */
    public static final String V1 = TifaV1.NAME;

    /** The prompts of the bundled model. */
    public static final String SHAPES = ShapesPrompts.SOURCE;

    /** The first captions of COCO 2017 on the Hub, which the CLIP Score of eval-unlearn 1 takes. */
    public static final String COCO = Coco2017.NAME;

    private static final List<PromptSource> SOURCES =
            List.of(new ReferenceTifa(), new TifaV1(), new ShapesSource(), new Coco2017());

    private Tifa() {}

    /** All sources that have a name, the default first; a notebook's help and completion are made from this list. */
    public static List<PromptSource> sources() {
        return SOURCES;
    }

    /** The source of a name, whatever its capitals; null if no source has this name, which may then be that of a file. */
    public static @Nullable PromptSource source(String name) {
        return find(SOURCES, name);
    }

    private static @Nullable PromptSource find(List<PromptSource> sources, String name) {
        String lower = name.strip().toLowerCase(Locale.ROOT);
        return sources.stream()
                .filter(source -> source.name().equals(lower))
                .findFirst()
                .orElse(null);
    }

    /**
     * The first prompts of the reference's TIFA file.
     *
     * @param limit the most to take, at least 1; null for all
     * @throws IOException in one line, if they can't be had
     */
    public static PromptSet load(@Nullable Integer limit) throws IOException {
        return load(TifaOptions.defaults().withLimit(limit));
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
    public static PromptList read(TifaOptions options) throws IOException {
        return read(options, HubSettings.fromEnvironment(), SOURCES);
    }

    /**
     * Prompts as asked for, see {@link #read}, without using the network.
     *
     * @throws IOException in one line, if they are not on this machine or can't be read
     */
    public static PromptList readStored(TifaOptions options) throws IOException {
        return read(options, HubSettings.fromEnvironment().withoutNetwork(), SOURCES);
    }

    static PromptList read(TifaOptions options, HubSettings hub, List<PromptSource> sources) throws IOException {
        PromptSource named = find(sources, options.origin());
        if (named != null && options.idColumn() != null) {
            throw new PromptsException(
                    PromptsException.Reason.NO_FILE,
                    "prompts: only a prompt file has an id column such as " + options.idColumn()
                            + ", but the prompts are " + named.name(),
                    null);
        }
        PromptSource source =
                named != null ? named : new LocalPrompts(file(options.origin().strip()), options.idColumn());
        PromptFile all;
        try {
            boolean head = options.sampling() == TifaOptions.Sample.HEAD
                    && options.sources().isEmpty();
            all = source.read(
                    new PromptRequest(hub, head ? options.limit() : null, options.questions(), options.listener()));
        } catch (NetException e) {
            throw unreachable(source.title(), e);
        } catch (FileException e) {
            if (options.idColumn() == null || e.kind() != Kind.INVALID_REQUEST) {
                throw e;
            }
            throw new PromptsException(PromptsException.Reason.NO_COLUMN, e.getMessage(), e);
        }
        try {
            PromptSet wanted = ofSources(all.prompts(), options.sources());
            PromptSet taken = options.sampling() == TifaOptions.Sample.HEAD
                    ? Sampling.head(wanted, options.limit())
                    : Sampling.stratified(wanted, options.limit(), options.seed());
            return PromptList.of(new PromptFile(taken, all.problems()));
        } catch (InvalidRequestException e) {
            throw new PromptsException(PromptsException.Reason.REFUSED, e.getMessage(), e);
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

    private static IOException unreachable(String what, NetException e) {
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
