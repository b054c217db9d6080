package org.clipmeter.notebook.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.clipmeter.pairs.PairingException;
import org.clipmeter.pairs.PairingKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine.ITypeConverter;

/** What a refusal advises in Java's words is advised in the options of magics, and each of them can be typed. */
final class PairingWordsTest {
    @ParameterizedTest
    @EnumSource(
            value = PairingKey.class,
            names = {"ID", "LEADING_ID", "TRAILING_ID", "INDEX"})
    void aKeyBecomesTheOptionThatChoosesIt(PairingKey key) throws Exception {
        String said = words("say PairingKey." + key.name());
        String value = said.replace("say --images-by ", "");
        ITypeConverter<PairingKey> converter = new Scoring.KeyName();
        assertEquals(key, converter.convert(value), said);
    }

    @Test
    void aColumnBecomesItsOption() {
        assertEquals("say --id-column \"case number\" to use it", words("say idColumn \"case number\" to use it"));
    }

    @Test
    void whatIsBelowAFolderIsReadWithAnOption() {
        assertEquals(
                "no image in x; its subfolders are read only if that is asked for (--recursive)",
                words("no image in x; its subfolders are read only if that is asked for"));
    }

    @Test
    void otherWordsStay() {
        assertEquals(
                "images: there is no folder results/idColumns", words("images: there is no folder results/idColumns"));
    }

    private static String words(String message) {
        return PairingWords.inOptions(new PairingException(message)).getMessage();
    }
}
