package org.clipmeter.notebook.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "\" onerror=\"alert(1)",
                "' onclick='alert(1)",
                "</style><img src=x>",
                "<!-- comment",
                "&lt;already&gt;"
            })
    void textBecomesNoMarkup(String text) {
        String escaped = Html.escape(text);
        assertFalse(escaped.matches("(?s).*[<>\"'].*"), escaped);
        assertEquals(text, unescape(escaped));
    }

    @Test
    void showsCharactersThatWouldHideOrReorderText() {
        assertEquals("a\\u202Eb\\u0000c\\u2066d\\uFEFF", Html.escape("a\u202eb\0c\u2066d\ufeff"));
    }

    @Test
    void keepsOtherScriptsAndEmoji() {
        assertEquals("北京 🦊 é", Html.escape("北京 🦊 é"));
    }

    private static String unescape(String html) {
        return html.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&");
    }
}
