package org.clipmeter.notebook.view;

import org.jspecify.annotations.Nullable;

/**
 * One output in the forms that a notebook may ask for.
 *
 * @param plain plain text, which is always present
 * @param html HTML without scripts, or null
 * @param picture a picture, or null
 * @param svg a drawing, or null
 */
public record Output(
        String plain,
        @Nullable String html,
        @Nullable Picture picture,
        @Nullable String svg) {
    /**
     * An encoded picture.
     *
     * @param bytes of the file, which are not copied and must not be changed
     * @param mime the type of the file: {@code image/png} or {@code image/jpeg}
     * @param width in pixels of the page; the picture itself may have more
     * @param height in pixels of the page
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Picture(byte[] bytes, String mime, int width, int height) {}

    /**
     * Plain text and the same as HTML. The HTML is shown in the page's sans-serif font, which charts use too; without a
     * style sheet, a page would choose a font with serifs.
     */
    public static Output of(String plain, String html) {
        return new Output(plain, "<div style=\"font-family:sans-serif\">" + html + "</div>", null, null);
    }

    /** A message of one or several lines. */
    public static Output message(String plain) {
        return of(plain, Html.escape(plain).replace("\n", "<br>"));
    }

    /** Nothing: takes the place of an output that is not needed anymore. */
    static Output nothing() {
        return new Output("", "", null, null);
    }

    /** Text whose columns are aligned, such as help, in a font whose characters have one width. */
    public static Output text(String plain) {
        return new Output(
                plain,
                "<pre style=\"background:transparent;color:inherit;margin:0;padding:0\">" + Html.escape(plain)
                        + "</pre>",
                null,
                null);
    }

    /** A PNG with its size on the page and a text that says what it shows. */
    public static Output picture(byte[] png, int width, int height, String alternative) {
        return new Output(alternative, null, new Picture(png, "image/png", width, height), null);
    }

    /** A JPEG with its size on the page and a text that says what it shows. */
    static Output photograph(byte[] jpeg, int width, int height, String alternative) {
        return new Output(alternative, null, new Picture(jpeg, "image/jpeg", width, height), null);
    }

    /** A drawing and a text that says what it shows. */
    public static Output svg(String svg, String alternative) {
        return new Output(alternative, null, null, svg);
    }
}
