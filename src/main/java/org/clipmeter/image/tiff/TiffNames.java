package org.clipmeter.image.tiff;

/** Names of the values of a TIFF's tags, for messages. */
final class TiffNames {
    private TiffNames() {}

    static String compression(long value) {
        return switch ((int) Math.min(value, Integer.MAX_VALUE)) {
            case 2, 3, 4 -> "fax compression (CCITT)";
            case 6 -> "old-style JPEG compression";
            case 7 -> "JPEG compression";
            case 32771 -> "16-bit padding";
            case 32809 -> "ThunderScan compression";
            case 34676, 34677 -> "SGI LogLuv compression";
            case 34712 -> "JPEG 2000 compression";
            case 34887 -> "LERC compression";
            case 34925 -> "LZMA compression";
            case 50000 -> "Zstandard compression";
            case 50001 -> "WebP compression";
            case 50002 -> "JPEG XL compression";
            default -> "compression " + value;
        };
    }

    static String photometric(int value) {
        return switch (value) {
            case 0, 1 -> "gray levels";
            case 2 -> "RGB colors";
            case 3 -> "a palette";
            case 4 -> "a transparency mask";
            case 5 -> "CMYK colors";
            case 6 -> "YCbCr colors";
            case 8, 9, 10 -> "CIE L*a*b* colors";
            case 32803 -> "a camera's color filter array";
            case 32844, 32845 -> "LogLuv colors";
            case 34892 -> "linear raw colors";
            default -> "photometric interpretation " + value;
        };
    }
}
