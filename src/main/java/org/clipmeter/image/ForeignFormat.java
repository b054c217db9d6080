package org.clipmeter.image;

/** Names the picture formats that are recognised but not read. */
enum ForeignFormat {
    PPM_ASCII_BITMAP("portable bitmap", 0, "P1"),
    PPM_ASCII_GREY("portable graymap", 0, "P2"),
    PPM_ASCII("portable pixmap", 0, "P3"),
    PAM("portable arbitrary map", 0, "P7"),
    PSD("Photoshop", 0, "8BPS"),
    JPEG_2000("JPEG 2000", 0, "\0\0\0\u000cjP  "),
    JPEG_2000_STREAM("JPEG 2000", 0, "\u00ffO\u00ffQ"),
    JPEG_XL("JPEG XL", 0, "\0\0\0\u000cJXL "),
    JPEG_XL_STREAM("JPEG XL", 0, "\u00ff\n"),
    AVIF("AVIF", 4, "ftypavif"),
    AVIF_SEQUENCE("AVIF", 4, "ftypavis"),
    HEIC("HEIC", 4, "ftyphei"),
    HEIF("HEIF", 4, "ftypmif1"),
    ICO("Windows icon", 0, "\0\0\u0001\0"),
    CURSOR("Windows cursor", 0, "\0\0\u0002\0"),
    ICNS("Apple icon", 0, "icns"),
    DDS("DirectDraw", 0, "DDS "),
    QOI("QOI", 0, "qoif"),
    OPEN_EXR("OpenEXR", 0, "v/1\u0001"),
    RADIANCE("Radiance HDR", 0, "#?RADIANCE"),
    FITS("FITS", 0, "SIMPLE"),
    PDF("PDF", 0, "%PDF"),
    POSTSCRIPT("PostScript", 0, "%!PS");

    private final String format;
    private final int offset;
    private final String magic;

    ForeignFormat(String format, int offset, String magic) {
        this.format = format;
        this.offset = offset;
        this.magic = magic;
    }

    /** The format's name, or an empty text. */
    static String name(byte[] data) {
        for (ForeignFormat candidate : values()) {
            if (ByteReader.matches(data, candidate.offset, candidate.magic)) {
                return candidate.format;
            }
        }
        return "";
    }
}
