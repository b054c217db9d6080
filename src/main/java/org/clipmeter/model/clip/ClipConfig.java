package org.clipmeter.model.clip;

import java.nio.file.Path;
import org.clipmeter.model.CheckpointFolder;
import org.clipmeter.model.ModelException;
import org.clipmeter.model.transformer.TransformerConfig;

/**
 * The architecture of a CLIP model, as its {@code config.json} states it.
 *
 * <p>Missing values take the defaults of transformers' CLIPConfig, which are those of ViT-B/32.
 *
 * @param projectionDim width of the embeddings of both towers
 */
public record ClipConfig(TextConfig text, VisionConfig vision, int projectionDim) {
    /**
     * The text tower.
     *
     * @param maxPositionEmbeddings the most tokens of a text
     * @param eosTokenId the id of the token whose vector represents the text; 2 in old files, which means the largest
     *     id
     */
    public record TextConfig(TransformerConfig transformer, int vocabSize, int maxPositionEmbeddings, long eosTokenId) {
        /** The width of the tower's hidden states. */
        public int width() {
            return transformer.hiddenSize();
        }

        /** The position in {@code inputIds} of the token whose vector represents the text. */
        int poolingPosition(long[] inputIds) {
            int best = 0;
            for (int i = 0; i < inputIds.length; i++) {
                if (eosTokenId == LEGACY_EOS ? inputIds[i] > inputIds[best] : inputIds[i] == eosTokenId) {
                    best = i;
                    if (eosTokenId != LEGACY_EOS) {
                        break;
                    }
                }
            }
            return best;
        }
    }

    /**
     * The vision tower.
     *
     * @param imageSize height and width of its input in pixels
     * @param patchSize height and width of a patch in pixels
     */
    public record VisionConfig(TransformerConfig transformer, int imageSize, int patchSize) {
        /** How many whole patches there are along a side. */
        public int patchesPerSide() {
            return imageSize / patchSize;
        }

        /**
         * The number of tokens of an image: its patches and the class token. Pixels beyond the last whole patch are
         * ignored.
         */
        long sequenceLength() {
            return (long) patchesPerSide() * patchesPerSide() + 1;
        }

        /** The most bytes that the activations of an image take: those of one layer, and its pixelValues twice. */
        long bytesPerImage() {
            long layer = sequenceLength() * (8L * transformer.hiddenSize() + 2L * transformer.intermediateSize());
            return Float.BYTES * (layer + 2L * 3 * imageSize * imageSize);
        }

        /** The number of multiplications for one image: about 4.4e9 in ViT-B/32, 81e9 in ViT-L/14. */
        long multiplications() {
            long patches = sequenceLength() - 1;
            long embedding = patches * 3 * patchSize * patchSize * transformer.hiddenSize();
            return embedding + transformer.multiplications(sequenceLength());
        }
    }

    /** The eos_token_id of configurations written before transformers 4.31. */
    public static final long LEGACY_EOS = 2;

    /**
     * Reads the {@code config.json} of a folder.
     *
     * @throws ModelException for a missing or huge file, another model type, or a value that this network does not know
     */
    public static ClipConfig read(Path folder) throws ModelException {
        return ConfigReader.read(CheckpointFolder.open(folder).config()).config();
    }
}
