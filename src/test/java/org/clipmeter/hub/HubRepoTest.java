package org.clipmeter.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HubRepoTest {
    @ParameterizedTest
    @ValueSource(strings = {"openai/clip-vit-base-patch32", "gpt2", "laion/CLIP-ViT-B-32-laion2B-s34B-b79K", "a_b/c.d"})
    void takesTheHubsIds(String id) {
        assertEquals(id, HubRepo.model(id).id());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "a/b/c", "../x", "a/..", "/a", "a/", "a--b/c", "a b", "a\\b", "a/b.git", "a:b", "./x", "a\nb", "ü/x"
            })
    void refusesWhatIsNoId(String id) {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> HubRepo.model(id));
        assertTrue(refused.getMessage().contains("org/name"), refused.getMessage());
    }

    @Test
    void namesItsFolderAsPythonDoes() {
        assertEquals("models--openai--clip", HubRepo.model("openai/clip").folderName());
        assertEquals("datasets--squad", HubRepo.dataset("squad").folderName());
    }
}
