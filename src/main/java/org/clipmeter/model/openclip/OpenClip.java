package org.clipmeter.model.openclip;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.clipmeter.files.LocalFile;
import org.clipmeter.model.LoadedModel;
import org.clipmeter.model.ModelException;
import org.clipmeter.model.ModelOptions;
import org.clipmeter.model.Similarity;
import org.clipmeter.model.clip.ClipConfig;
import org.clipmeter.model.clip.ClipModel;
import org.clipmeter.model.transformer.HiddenActivation;
import org.clipmeter.model.transformer.TransformerConfig;
import org.clipmeter.preprocess.HpsImageProcessor;
import org.clipmeter.preprocess.OpenClipImageProcessor;
import org.clipmeter.preprocess.OpenClipImageProcessor.ResizeMode;
import org.clipmeter.preprocess.OpenClipImageProcessor.Settings;
import org.clipmeter.weights.Weights;

/**
 * Loads the files of open_clip, of OpenAI's clip, and of hpsv2. Their numbers are those of these programs: pictures are prepared
 * as {@link org.clipmeter.preprocess.OpenClipImageProcessor} says, and prompts as {@link org.clipmeter.text.OpenClipText} says.
 */
public final class OpenClip {
    /** The configuration of a folder of open_clip. */
    public static final String CONFIG = "open_clip_config.json";

    /** The weights of a folder of open_clip, the best form first. */
    public static final List<String> WEIGHTS = List.of("open_clip_model.safetensors", "open_clip_pytorch_model.bin");

    /** The name of the scores of HPSv2.1. */
    public static final String HPS_METRIC = "HPSv2.1";

    private static final String OWN_NUMBERS =
            "Scores are those of open_clip, which prepares pictures and prompts in another way than transformers.";
    private static final int HEAD_WIDTH = 64;
    private static final float EPSILON = 1e-5f;

    private OpenClip() {}

    /**
     * The network of a folder of open_clip; its weights are not opened.
     *
     * @throws IOException in one line, if the configuration can't be read or asks for something that is not supported
     */
    public static ClipConfig network(Path folder) throws IOException {
        return OpenClipConfig.read(folder.resolve(CONFIG)).network();
    }

    /**
     * Loads a folder of open_clip; the caller closes the model.
     *
     * @param vocabulary the folder with the tokenizer's files, of Hugging Face's form
     * @throws IOException in one line, if the files can't be used
     */
    public static LoadedModel load(Path folder, Path vocabulary, ModelOptions options) throws IOException {
        OpenClipConfig config = OpenClipConfig.read(folder.resolve(CONFIG));
        Path weights = null;
        for (String name : WEIGHTS) {
            weights = weights == null && LocalFile.exists(folder.resolve(name)) ? folder.resolve(name) : weights;
        }
        if (weights == null) {
            throw new ModelException(folder + ": no weights found; expected " + String.join(" or ", WEIGHTS)
                    + " beside " + CONFIG + ". Download all files of the model.");
        }
        Path file = weights;
        List<String> warnings = new ArrayList<>(config.warnings());
        warnings.add(OWN_NUMBERS);
        return ClipModel.load(
                new OpenClipSource(
                        folder,
                        config.network(),
                        rules -> OpenClipImageProcessor.of(config.images(), rules),
                        () -> Weights.openForeign(file),
                        vocabulary,
                        scale -> new Similarity(scale, 0),
                        warnings),
                options);
    }

    /**
     * Loads a TorchScript archive of OpenAI, of which only the tensors are read; the caller closes the model.
     *
     * @param vocabulary the folder with the tokenizer's files, of Hugging Face's form
     * @throws IOException in one line, if the file can't be used
     */
    public static LoadedModel loadOpenAi(Path file, Path vocabulary, ModelOptions options) throws IOException {
        Weights weights = Weights.openForeign(file);
        ClipConfig network;
        try {
            network = new OpenAiShapes(weights, file).config();
        } catch (IOException | RuntimeException e) {
            weights.close();
            throw e;
        }
        Settings images = Settings.openai(network.vision().imageSize(), ResizeMode.SHORTEST);
        return ClipModel.load(
                new OpenClipSource(
                        file,
                        network,
                        rules -> OpenClipImageProcessor.of(images, rules),
                        () -> weights,
                        vocabulary,
                        scale -> new Similarity(scale, 0),
                        List.of(
                                "Scores are those of OpenAI's own code, which prepares pictures and prompts in another way than"
                                        + " transformers.")),
                options);
    }

    /**
     * Loads the weights of HPSv2.1, whose network is H-14; the caller closes the model.
     *
     * @param vocabulary the folder with the tokenizer's files, of Hugging Face's form
     * @throws IOException in one line, if the file can't be used
     */
    public static LoadedModel loadHps(Path file, Path vocabulary, ModelOptions options) throws IOException {
        return loadHps(file, vocabulary, h14(), options);
    }

    /** The same with a network of other sizes. */
    static LoadedModel loadHps(Path file, Path vocabulary, ClipConfig network, ModelOptions options)
            throws IOException {
        return ClipModel.load(
                new OpenClipSource(
                        file,
                        network,
                        rules -> HpsImageProcessor.of(network.vision().imageSize(), rules),
                        () -> Weights.openForeign(file),
                        vocabulary,
                        scale -> new Similarity(1, 0, HPS_METRIC),
                        List.of()),
                options);
    }

    private static ClipConfig h14() {
        return new ClipConfig(
                new ClipConfig.TextConfig(
                        new TransformerConfig(1024, 4096, 24, 16, HiddenActivation.GELU, EPSILON),
                        49408,
                        77,
                        ClipConfig.LEGACY_EOS),
                new ClipConfig.VisionConfig(
                        new TransformerConfig(1280, 5120, 32, 16, HiddenActivation.GELU, EPSILON), 224, 14),
                1024);
    }

    /** The architecture of an archive of OpenAI, which follows from the shapes of its tensors, as in OpenAI's build_model. */
    private record OpenAiShapes(Weights weights, Path file) {
        ClipConfig config() throws ModelException {
            if (!weights.names().contains("input_resolution")) {
                throw new ModelException(
                        file + " is not a model that OpenAI published: it lacks the tensor input_resolution."
                                + " Weights alone do not say how they are to be used: put them into a folder as "
                                + WEIGHTS.get(1) + ", beside the " + CONFIG + " of their model.");
            }
            if (!weights.names().contains("visual.proj")) {
                throw new ModelException(
                        file + " has no tensor visual.proj: it is one of OpenAI's ResNets, which are not"
                                + " supported. Use one of the vision transformers, such as ViT-B-32.pt.");
            }
            int patch = size("visual.conv1.weight", 4, 3);
            long grid = Math.round(Math.sqrt(size("visual.positional_embedding", 2, 0) - 1.0));
            int projection = size("text_projection", 2, 1);
            ClipConfig.TextConfig text = new ClipConfig.TextConfig(
                    transformer("transformer.", size("ln_final.weight", 1, 0)),
                    size("token_embedding.weight", 2, 0),
                    size("positional_embedding", 2, 0),
                    ClipConfig.LEGACY_EOS);
            ClipConfig.VisionConfig vision = new ClipConfig.VisionConfig(
                    transformer("visual.transformer.", size("visual.conv1.weight", 4, 0)),
                    Math.toIntExact(patch * grid),
                    patch);
            return new ClipConfig(text, vision, projection);
        }

        private TransformerConfig transformer(String prefix, int width) throws ModelException {
            long layers = weights.names().stream()
                    .filter(name -> name.startsWith(prefix) && name.endsWith(".attn.in_proj_weight"))
                    .count();
            if (width % HEAD_WIDTH != 0 || layers == 0) {
                throw unexpected(prefix + " has " + layers + " layers of width " + width
                        + ", expected at least one, and a multiple of " + HEAD_WIDTH);
            }
            return new TransformerConfig(
                    width,
                    4 * width,
                    Math.toIntExact(layers),
                    width / HEAD_WIDTH,
                    HiddenActivation.QUICK_GELU,
                    EPSILON);
        }

        private int size(String name, int rank, int dimension) throws ModelException {
            List<Long> shape = weights.names().contains(name) ? weights.shape(name) : List.of();
            if (shape.size() != rank || shape.get(dimension) < 1 || shape.get(dimension) > 1 << 24) {
                throw unexpected("the tensor " + name + " is " + (shape.isEmpty() ? "missing" : shape.toString())
                        + ", expected " + rank + " dimensions");
            }
            return shape.get(dimension).intValue();
        }

        private ModelException unexpected(String what) {
            return new ModelException(file + ": " + what + ". Download the file again.");
        }
    }
}
