package org.clipmeter.model.catalogue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.clipmeter.failure.Kind;
import org.clipmeter.failure.Section;
import org.clipmeter.files.LocalFile;
import org.clipmeter.hub.DownloadListener;
import org.clipmeter.hub.HubClient;
import org.clipmeter.hub.HubFile;
import org.clipmeter.hub.HubRepo;
import org.clipmeter.hub.HubSettings;
import org.clipmeter.hub.HubSnapshot;
import org.clipmeter.model.CheckpointFolder;
import org.clipmeter.model.LoadedModel;
import org.clipmeter.model.ModelException;
import org.clipmeter.model.ModelOptions;
import org.clipmeter.model.openclip.OpenClip;
import org.clipmeter.net.NetException;
import org.jspecify.annotations.Nullable;

/** Gets the files of a model, in whatever form they are stored, and loads them. */
public final class ModelLoading {
    private static final String MAIN = "main";

    /** Whose tokenizer is used for files that have none. */
    private static final String TOKENIZER_OF = "openai/clip-vit-base-patch32";

    /** Whose settings for images and whose tokenizer PickScore's authors use. */
    private static final String PREPARED_BY = "laion/CLIP-ViT-H-14-laion2B-s32B-b79K";

    private static final List<String> WEIGHTS = List.of(
            "model.safetensors", "model.safetensors.index.json", "pytorch_model.bin", "pytorch_model.bin.index.json");

    /**
     * A model that was loaded.
     *
     * @param model closed by the caller
     * @param commit the commit of its files; null if they do not come from the Hub
     * @param warnings what the user should know about where its files come from, one line each
     */
    public record Result(LoadedModel model, @Nullable String commit, List<String> warnings) {}

    /** Where the bundled models lie. */
    public interface Bundle {
        /**
         * The folder of a bundled model.
         *
         * @param name one of {@link ModelSource#BUNDLED}
         * @throws IOException if it can't be unpacked
         */
        Path folder(String name) throws IOException;
    }

    private final HubClient hub;
    private final ModelFamilies families;
    private final ModelOptions options;
    private final DownloadListener listener;
    private final List<String> warnings = new ArrayList<>();

    private ModelLoading(HubClient hub, ModelFamilies families, ModelOptions options, DownloadListener listener) {
        this.hub = hub;
        this.families = families;
        this.options = options;
        this.listener = listener;
    }

    /**
     * Loads a model; the caller closes it.
     *
     * @param revision a branch, tag or commit of a model on the Hub; null means {@code main}
     * @throws IOException in one line, if it can't be had or can't be used
     */
    public static Result load(
            ModelSource source,
            @Nullable String revision,
            ModelOptions options,
            HubSettings hub,
            DownloadListener listener,
            ModelFamilies families,
            Bundle bundle)
            throws IOException {
        if (revision != null && !(source instanceof ModelSource.Hub)) {
            throw new ModelException(
                    Kind.INVALID_REQUEST,
                    Section.MODEL,
                    "model: " + source.name() + " is not on the Hub, so it has no revision " + revision
                            + "; leave the revision out",
                    null);
        }
        ModelLoading loading = new ModelLoading(new HubClient(hub), families, options, listener);
        if (source instanceof ModelSource.Hub repository) {
            return loading.hub(repository.id(), revision);
        }
        LoadedModel model;
        if (source instanceof ModelSource.Folder folder) {
            model = loading.folder(folder.path());
        } else if (source instanceof ModelSource.OpenAiFile file) {
            model = OpenClip.loadOpenAi(file.path(), loading.vocabulary(file.path(), null), options);
        } else {
            model = families.load(bundle.folder(source.name()), options);
        }
        return new Result(model, null, loading.warnings);
    }

    /** Whether loading a model of the Hub at {@code main} needs no network, except perhaps for a tokenizer. */
    public static boolean isCached(HubClient hub, String id) {
        Optional<KnownModel> known = KnownModels.find(id);
        if (known.isPresent() && known.get().file().isPresent()) {
            HubRepo repository = HubRepo.model(known.get().repository());
            return hub.cached(repository, MAIN, known.get().file().get()).isPresent();
        }
        return known.isPresent() && known.get().kind() == KnownModel.Kind.PICKSCORE
                ? hub.hasWeights(id)
                : hub.isCached(id);
    }

    private Result hub(String id, @Nullable String revision) throws IOException {
        KnownModel.Kind kind = KnownModels.find(id).map(KnownModel::kind).orElse(KnownModel.Kind.CLIP);
        KnownModels.find(id).flatMap(known -> known.kind().meaning()).ifPresent(warnings::add);
        if (kind == KnownModel.Kind.HPSV2) {
            KnownModel known = KnownModels.find(id).orElseThrow();
            HubFile file = hub.file(
                    HubRepo.model(known.repository()),
                    revision == null ? MAIN : revision,
                    known.file().orElseThrow(),
                    listener);
            warnings.addAll(file.warnings());
            return new Result(
                    OpenClip.loadHps(file.path(), vocabulary(file.path(), null), options), file.commit(), warnings);
        }
        HubSnapshot snapshot = snapshot(id, revision, kind);
        warnings.addAll(snapshot.warnings());
        if (kind == KnownModel.Kind.CLIP || kind == KnownModel.Kind.SIGLIP) {
            return new Result(folder(snapshot.folder()), snapshot.commit(), warnings);
        }
        HubSnapshot donor = hub.preparation(PREPARED_BY, listener);
        warnings.addAll(donor.warnings());
        warnings.add("Images and prompts are prepared with the files of " + PREPARED_BY + " at commit " + donor.commit()
                + ", as PickScore's authors do it.");
        CheckpointFolder folder = CheckpointFolder.open(snapshot.folder())
                .preparedBy(donor.folder())
                .scoring(kind.metric());
        return new Result(families.load(folder, options), snapshot.commit(), warnings);
    }

    private HubSnapshot snapshot(String id, @Nullable String revision, KnownModel.Kind kind) throws IOException {
        try {
            return kind == KnownModel.Kind.PICKSCORE
                    ? hub.weights(id, revision, listener)
                    : hub.model(id, revision, listener);
        } catch (NetException e) {
            boolean unknown =
                    e.reason() == NetException.Reason.NOT_FOUND || e.reason() == NetException.Reason.UNAUTHORIZED;
            String suggestion = unknown ? ModelSource.suggestion(id) : "";
            if (suggestion.isEmpty() || KnownModels.find(id).isPresent()) {
                throw e;
            }
            throw new ModelException(e.getMessage() + suggestion, e);
        }
    }

    /** The form of Hugging Face is preferred; a folder may have the files of open_clip alone, or both. */
    private LoadedModel folder(Path folder) throws IOException {
        boolean transformers = LocalFile.exists(folder.resolve("config.json"))
                && WEIGHTS.stream().anyMatch(name -> LocalFile.exists(folder.resolve(name)));
        return transformers || !LocalFile.exists(folder.resolve(OpenClip.CONFIG))
                ? families.load(folder, options)
                : OpenClip.load(folder, vocabulary(folder, folder), options);
    }

    /**
     * The folder with the tokenizer of files that need not have one.
     *
     * @param model the file or folder of the model, for messages
     * @param own where its own tokenizer would lie; null if it can't have one
     */
    private Path vocabulary(Path model, @Nullable Path own) throws IOException {
        if (own != null
                && (LocalFile.exists(own.resolve("tokenizer.json"))
                        || LocalFile.exists(own.resolve("vocab.json"))
                                && LocalFile.exists(own.resolve("merges.txt")))) {
            return own;
        }
        try {
            HubSnapshot tokenizer = hub.tokenizer(TOKENIZER_OF, listener);
            warnings.addAll(tokenizer.warnings());
            warnings.add("The tokenizer is that of " + TOKENIZER_OF + " at commit " + tokenizer.commit()
                    + ", since the model's" + " files have none.");
            return tokenizer.folder();
        } catch (NetException e) {
            throw new ModelException(
                    model + " has no tokenizer, and that of " + TOKENIZER_OF
                            + " (tokenizer.json, or vocab.json and merges.txt)" + " could not be had: "
                            + e.getMessage(),
                    e);
        }
    }
}
