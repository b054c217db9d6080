package org.clipmeter.model.catalogue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.clipmeter.failure.NearNames;

/** The catalogue of known models. */
public final class KnownModels {
    private static final int OPENAI_TOKENS = 77;
    private static final int SIGLIP_TOKENS = 64;
    private static final long H14_PARAMETERS = 986_109_441;

    /** The reference's default. */
    public static final KnownModel DEFAULT =
            openai("openai/clip-vit-large-patch14", List.of("L/14", "ViT-L/14"), 427_616_513, 224);

    private static final List<KnownModel> ALL = List.of(
            openai("openai/clip-vit-base-patch32", List.of("B/32", "ViT-B/32"), 151_277_313, 224),
            openai("openai/clip-vit-base-patch16", List.of("B/16", "ViT-B/16"), 149_620_737, 224),
            DEFAULT,
            openai(
                    "openai/clip-vit-large-patch14-336",
                    List.of("L/14@336", "L/14@336px", "ViT-L/14@336px"),
                    427_944_193,
                    336),
            new KnownModel(
                    "yuvalkirstain/PickScore_v1",
                    List.of("PickScore"),
                    H14_PARAMETERS,
                    224,
                    OPENAI_TOKENS,
                    KnownModel.Kind.PICKSCORE),
            new KnownModel(
                    "xswu/HPSv2/HPS_v2.1_compressed.pt",
                    List.of("HPSv2.1"),
                    H14_PARAMETERS,
                    224,
                    OPENAI_TOKENS,
                    KnownModel.Kind.HPSV2),
            siglip("google/siglip-base-patch16-224", "SigLIP-B/16", 203_155_970, 224),
            siglip("google/siglip-base-patch16-256", "SigLIP-B/16@256", 203_202_050, 256),
            siglip("google/siglip-base-patch16-384", "SigLIP-B/16@384", 203_447_810, 384),
            siglip("google/siglip-large-patch16-256", "SigLIP-L/16@256", 652_150_786, 256),
            siglip("google/siglip-large-patch16-384", "SigLIP-L/16@384", 652_478_466, 384),
            siglip("google/siglip-so400m-patch14-384", "SigLIP-So400m/14@384", 877_960_498, 384),
            siglip("google/siglip2-base-patch16-224", "SigLIP2-B/16", 375_187_970, 224),
            siglip("google/siglip2-large-patch16-256", "SigLIP2-L/16@256", 881_526_786, 256),
            siglip("google/siglip2-so400m-patch14-384", "SigLIP2-So400m/14@384", 1_136_008_498, 384));

    private static final int FARTHEST = 3;

    private KnownModels() {}

    private static KnownModel openai(String id, List<String> aliases, long parameters, int imageSize) {
        return new KnownModel(id, aliases, parameters, imageSize, OPENAI_TOKENS, KnownModel.Kind.CLIP);
    }

    private static KnownModel siglip(String id, String alias, long parameters, int imageSize) {
        return new KnownModel(id, List.of(alias), parameters, imageSize, SIGLIP_TOKENS, KnownModel.Kind.SIGLIP);
    }

    /** All known models: the CLIPs of OpenAI, smaller ones first, then preference models, then SigLIP and SigLIP 2. */
    public static List<KnownModel> all() {
        return ALL;
    }

    /** The model with a Hub id or alias; letter case does not matter. */
    public static Optional<KnownModel> find(String name) {
        String wanted = name.strip();
        return ALL.stream()
                .filter(model -> model.id().equalsIgnoreCase(wanted)
                        || model.aliases().stream().anyMatch(wanted::equalsIgnoreCase))
                .findFirst();
    }

    /** Known names that are similar to a misspelt name, the most similar first; empty if no known name is similar. */
    static List<String> similar(String name) {
        String wanted = fold(name);
        record Near(String name, int distance) {}
        List<Near> near = new ArrayList<>();
        boolean isLong = name.toLowerCase(Locale.ROOT).contains("clip");
        for (KnownModel model : ALL) {
            int distance = Stream.concat(Stream.of(model.id()), model.aliases().stream())
                    .mapToInt(known -> NearNames.distance(wanted, fold(known)))
                    .min()
                    .orElse(Integer.MAX_VALUE);
            if (distance <= Math.min(FARTHEST, wanted.length() / 2)) {
                near.add(new Near(isLong ? model.id() : model.alias(), distance));
            }
        }
        return near.stream()
                .sorted(Comparator.comparingInt(Near::distance))
                .map(Near::name)
                .toList();
    }

    /** Removes everything but letters and digits, and the words that all names share. */
    private static String fold(String name) {
        return name.toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]", "")
                .replace("openai", "")
                .replace("clip", "")
                .replace("vit", "")
                .replace("base", "b")
                .replace("large", "l")
                .replace("patch", "")
                .replaceAll("px$", "");
    }
}
