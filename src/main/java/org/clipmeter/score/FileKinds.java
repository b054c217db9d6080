package org.clipmeter.score;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a file in a folder of images is, by the ending of its name. */
final class FileKinds {
    /** The endings of formats that are read. */
    static final List<String> READ = List.of(
            ".png", ".apng", ".jpg", ".jpeg", ".jpe", ".jfif", ".webp", ".gif", ".bmp", ".dib", ".tif", ".tiff", ".ppm",
            ".pgm", ".pbm", ".pnm");

    private static final Map<String, List<String>> NOT_READ = Map.ofEntries(
            Map.entry("AVIF", List.of(".avif", ".avifs")),
            Map.entry("HEIC", List.of(".heic", ".heics", ".heif", ".heifs", ".hif")),
            Map.entry("JPEG 2000", List.of(".jp2", ".j2k", ".j2c", ".jpc", ".jpf", ".jpx", ".jpm", ".jph")),
            Map.entry("JPEG XL", List.of(".jxl")),
            Map.entry("JPEG XR", List.of(".jxr", ".wdp", ".hdp")),
            Map.entry("TGA", List.of(".tga", ".icb", ".vda", ".vst", ".targa")),
            Map.entry("ICO", List.of(".ico")),
            Map.entry("CUR", List.of(".cur")),
            Map.entry("ICNS", List.of(".icns")),
            Map.entry("PSD", List.of(".psd", ".psb")),
            Map.entry("SVG", List.of(".svg", ".svgz")),
            Map.entry("PCX", List.of(".pcx", ".dcx")),
            Map.entry("SGI", List.of(".sgi", ".rgb", ".rgba", ".bw")),
            Map.entry("DDS", List.of(".dds")),
            Map.entry("QOI", List.of(".qoi")),
            Map.entry("OpenEXR", List.of(".exr")),
            Map.entry("Radiance HDR", List.of(".hdr", ".pic")),
            Map.entry("PAM", List.of(".pam")),
            Map.entry("PFM", List.of(".pfm")),
            Map.entry("XBM", List.of(".xbm")),
            Map.entry("XPM", List.of(".xpm")),
            Map.entry("FITS", List.of(".fit", ".fits")),
            Map.entry("EPS", List.of(".eps", ".ps")),
            Map.entry("PDF", List.of(".pdf")),
            Map.entry("WMF", List.of(".wmf", ".emf")),
            Map.entry("camera raw", List.of(".dng", ".cr2", ".cr3", ".nef", ".arw", ".orf", ".rw2", ".raf")));

    private FileKinds() {}

    /** Whether a file of this name is taken for a picture; what is in it is judged when it is read. */
    static boolean isRead(String fileName) {
        String lower = fileName.toLowerCase(Locale.ROOT);
        return READ.stream().anyMatch(lower::endsWith);
    }

    /** What to call a file that is not read, for counting: {@code AVIF picture}, {@code .txt file}. */
    static String kind(String fileName) {
        String lower = fileName.toLowerCase(Locale.ROOT);
        for (Map.Entry<String, List<String>> format : NOT_READ.entrySet()) {
            if (format.getValue().stream().anyMatch(lower::endsWith)) {
                return format.getKey() + " picture";
            }
        }
        int dot = lower.lastIndexOf('.');
        boolean shown = dot > 0 && lower.substring(dot + 1).matches("[a-z0-9]{1,12}");
        return shown ? lower.substring(dot) + " file" : "other file";
    }
}
