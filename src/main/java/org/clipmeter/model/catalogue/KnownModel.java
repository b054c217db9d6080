package org.clipmeter.model.catalogue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clipmeter.model.Similarity;
import org.clipmeter.model.clip.ClipFamily;
import org.clipmeter.model.openclip.OpenClip;
import org.clipmeter.model.siglip.SiglipFamily;

/**
 * A checkpoint that is supported by name.
 *
 * @param id the Hub's id; that of a single file is the repository's id and the file's name
 * @param aliases shorter names; the first is used in tables
 * @param parameters the number of weights
 * @param imageSize height and width of its input, in pixels
 * @param tokenLimit the most tokens of a prompt
 * @param kind what its scores are, and where its files come from
 */
public record KnownModel(String id, List<String> aliases, long parameters, int imageSize, int tokenLimit, Kind kind) {
    /** What stands for a license or a family of which nothing is known. */
    public static final String NOT_STATED = "not stated";

    /** Licenses by repository, as the head of the model's card on the Hub states them. */
    private static final Map<String, String> LICENSES = Map.of("xswu/HPSv2", "apache-2.0");

    /** What the scores of a model are. */
    public enum Kind {
        /** A CLIP in Hugging Face format. */
        CLIP(Similarity.CLIP_SCORE, ""),
        /** PickScore, whose repository has weights only: its authors prepare images and texts as laion's H-14 does. */
        PICKSCORE(
                "PickScore",
                "PickScore is a preference score and not a CLIP Score: exp(logit_scale) · cosine of a CLIP that"
                        + " learned which of two images of a prompt people prefer."),
        /** HPSv2.1, a single file. */
        HPSV2(
                OpenClip.HPS_METRIC,
                "HPSv2.1 is a preference score and not a CLIP Score: the cosine of a CLIP that learned which"
                        + " images of a prompt people prefer. Its authors compare it between images of the same prompt."),
        /** SigLIP or SigLIP 2 in Hugging Face format. */
        SIGLIP(
                Similarity.SIGLIP_LOGIT,
                "SigLIP's scores are not CLIP Scores: siglip_logit = exp(logit_scale) · cosine + logit_bias, whose sigmoid is"
                        + " the probability that image and prompt belong together.");

        private final String metric;
        private final String meaning;

        Kind(String metric, String meaning) {
            this.metric = metric;
            this.meaning = meaning;
        }

        /** The name of its scores. */
        public String metric() {
            return metric;
        }

        /** What its scores are, in one line; empty for a CLIP Score. */
        public Optional<String> meaning() {
            return Optional.of(meaning).filter(text -> !text.isEmpty());
        }
    }

    public KnownModel {
        aliases = List.copyOf(aliases);
    }

    /** The first alias. */
    public String alias() {
        return aliases.get(0);
    }

    /** The Hub's id of the repository. */
    public String repository() {
        return kind == Kind.HPSV2 ? id.substring(0, id.lastIndexOf('/')) : id;
    }

    /** The family of its network, as {@code model_type} in a config.json names it. */
    public String family() {
        return kind == Kind.SIGLIP ? SiglipFamily.MODEL_TYPE : ClipFamily.MODEL_TYPE;
    }

    /** The license that its repository states; empty if none is known. */
    public Optional<String> license() {
        return Optional.ofNullable(kind == Kind.SIGLIP ? "apache-2.0" : LICENSES.get(repository()));
    }

    /** The name of the single file that the model consists of; empty if it has several. */
    public Optional<String> file() {
        return kind == Kind.HPSV2 ? Optional.of(id.substring(id.lastIndexOf('/') + 1)) : Optional.empty();
    }
}
