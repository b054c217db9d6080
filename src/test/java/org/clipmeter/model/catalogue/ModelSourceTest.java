package org.clipmeter.model.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.clipmeter.model.ModelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelSourceTest {
    @ParameterizedTest
    @CsvSource({
        "B/32, openai/clip-vit-base-patch32",
        "l/14@336, openai/clip-vit-large-patch14-336",
        "openai/clip-vit-large-patch14, openai/clip-vit-large-patch14",
        "pickscore, yuvalkirstain/PickScore_v1",
        "HPSv2.1, xswu/HPSv2/HPS_v2.1_compressed.pt",
        "laion/CLIP-ViT-H-14-laion2B-s32B-b79K, laion/CLIP-ViT-H-14-laion2B-s32B-b79K"
    })
    void aliasesAndIdsAreRepositories(String name, String id) throws IOException {
        assertEquals(new ModelSource.Hub(id), ModelSource.of(name));
    }

    @Test
    void shapesAndItsSiblingAreBundled() throws IOException {
        assertEquals(new ModelSource.Bundled("shapes"), ModelSource.of(" Shapes "));
        assertEquals(new ModelSource.Bundled("shapes-small"), ModelSource.of("shapes-Small"));
    }

    @Test
    void aFolderWithAConfigIsALocalModel(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("config.json"), "{}");
        assertEquals(new ModelSource.Folder(folder), ModelSource.of(folder.toString()));
    }

    @Test
    void aFolderOfOpenClipAndAFileOfOpenAiAreLocalModels(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("open_clip_config.json"), "{}");
        assertEquals(new ModelSource.Folder(folder), ModelSource.of(folder.toString()));
        Path file = Files.writeString(folder.resolve("ViT-B-32.pt"), "");
        assertEquals(new ModelSource.OpenAiFile(file), ModelSource.of(file.toString()));
    }

    @Test
    void aFolderWithoutAConfigIsRefused(@TempDir Path folder) {
        ModelException e = assertThrows(ModelException.class, () -> ModelSource.of(folder.toString()));
        assertTrue(e.getMessage().contains("has no config.json"), e.getMessage());
        ModelException missing = assertThrows(ModelException.class, () -> ModelSource.of(folder + "/none"));
        assertTrue(missing.getMessage().contains("is not a folder"), missing.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "model_index.json, has no config.json: it is a diffusers pipeline",
        "adapter_config.json, has no config.json: it is an adapter"
    })
    void aFolderOfAnotherFormatIsNamed(String file, String expected, @TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve(file), "{}");
        ModelException e = assertThrows(ModelException.class, () -> ModelSource.of(folder.toString()));
        assertTrue(e.getMessage().contains(expected), e.getMessage());
    }

    @Test
    void aFileIsNotTakenForARepositoryOfTheHub() {
        ModelException e = assertThrows(ModelException.class, () -> ModelSource.of("docs/guide.md"));
        assertEquals(
                "model: docs/guide.md is a file; expected the folder of a model, or a file .pt that OpenAI published",
                e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"B-32, B/32", "L/14@366, L/14@336", "clip-vit-base-patch16, openai/clip-vit-base-patch16"})
    void aMisspeltNameIsRefusedWithTheClosestOne(String name, String meant) {
        ModelException e = assertThrows(ModelException.class, () -> ModelSource.of(name));
        assertTrue(e.getMessage().contains("did you mean " + meant), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bert", "a b/c", "H/99"})
    void otherNamesAreRefusedWithWhatIsExpected(String name) {
        ModelException e = assertThrows(ModelException.class, () -> ModelSource.of(name));
        assertTrue(
                e.getMessage().contains("B/32, B/16, L/14, L/14@336, PickScore, HPSv2.1, SigLIP-B/16"), e.getMessage());
        assertTrue(e.getMessage().endsWith("shapes, shapes-small, shapes-bag"), e.getMessage());
    }
}
