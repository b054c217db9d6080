package org.clipmeter.model.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KnownModelsTest {
    @ParameterizedTest
    @CsvSource({
        "B/32, openai/clip-vit-base-patch32",
        "b/16, openai/clip-vit-base-patch16",
        "L/14, openai/clip-vit-large-patch14",
        "l/14@336, openai/clip-vit-large-patch14-336",
        "ViT-L/14@336px, openai/clip-vit-large-patch14-336",
        "OpenAI/CLIP-ViT-Base-Patch32, openai/clip-vit-base-patch32"
    })
    void findsAModelByIdOrAliasWhateverItsCase(String name, String id) {
        assertEquals(Optional.of(id), KnownModels.find(name).map(KnownModel::id));
    }

    @ParameterizedTest
    @CsvSource({
        "openai/clip-vit-base-patch-32, openai/clip-vit-base-patch32",
        "openai/clip-vit-large-patch14-366, openai/clip-vit-large-patch14-336",
        "B32, openai/clip-vit-base-patch32",
        "clip-vit-large-patch14, openai/clip-vit-large-patch14"
    })
    void suggestsTheClosestNameFirst(String name, String first) {
        List<String> similar = KnownModels.similar(name);
        assertEquals(
                Optional.of(first),
                KnownModels.find(similar.isEmpty() ? "" : similar.get(0)).map(KnownModel::id));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bert-base-uncased", "laion/CLIP-convnext_large_d", "stabilityai/sdxl"})
    void suggestsNothingForOtherNames(String name) {
        assertEquals(List.of(), KnownModels.similar(name));
    }

    @Test
    void theDefaultIsTheReferences() {
        assertEquals("openai/clip-vit-large-patch14", KnownModels.DEFAULT.id());
    }
}
