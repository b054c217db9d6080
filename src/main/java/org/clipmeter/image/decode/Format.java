package org.clipmeter.image.decode;

import static org.clipmeter.image.decode.Signature.any;
import static org.clipmeter.image.decode.Signature.at;
import static org.clipmeter.image.decode.Signature.start;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.clipmeter.image.ImageException;
import org.clipmeter.image.RgbImage;
import org.clipmeter.image.bmp.BmpReader;
import org.clipmeter.image.gif.GifReader;
import org.clipmeter.image.jpeg.JpegReader;
import org.clipmeter.image.png.PngReader;
import org.clipmeter.image.pnm.PnmReader;
import org.clipmeter.image.reader.ClaimedPixels;
import org.clipmeter.image.tiff.TiffReader;
import org.clipmeter.image.webp.WebpReader;
import org.jspecify.annotations.Nullable;

/**
 * The table of all file formats that are recognized: how a file of each format begins, how its name ends, and which
 * reader decodes it. A new format is one row here and a reader. The order matters: content is compared from the top,
 * and weak signatures come last.
 */
@SuppressWarnings("ImmutableEnumChecker") // its functions have no state, and its lists never change
public enum Format {
    PNG("PNG", start(PngReader.SIGNATURE), PngReader::read, PngReader::claimedPixels, ".png", ".apng"),
    JPEG(
            "JPEG",
            start("\u00ff\u00d8\u00ff"),
            JpegReader::read,
            JpegReader::claimedPixels,
            ".jpg",
            ".jpeg",
            ".jpe",
            ".jfif",
            ".mpo"),
    GIF("GIF", start("GIF87a", "GIF89a"), GifReader::read, GifReader::claimedPixels, ".gif"),
    WEBP("WebP", start("RIFF").and(at(8, "WEBP")), WebpReader::read, WebpReader::claimedPixels, ".webp"),
    TIFF(
            "TIFF",
            start("II*\0", "MM\0*", "II\0*", "MM*\0", "II+\0", "MM\0+"),
            TiffReader::read,
            TiffReader::claimedPixels,
            ".tif",
            ".tiff"),
    BMP("BMP", start("BM"), BmpReader::read, BmpReader::claimedPixels, ".bmp", ".dib"),
    PNM("PNM", PnmReader::matches, PnmReader::read, PnmReader::claimedPixels, ".pnm", ".pbm", ".pgm", ".ppm", ".pfm"),

    AVIF("AVIF", Signature.brand("avif", "avis"), ".avif", ".avifs"),
    HEIC("HEIC", Signature.brand("heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs"), ".heic", ".heics"),
    HEIF("HEIF", Signature.brand("mif1", "mif2", "msf1", "miaf"), ".heif", ".heifs", ".hif"),
    JPEG_XL("JPEG XL", start("\0\0\0\u000cJXL \r\n\u0087\n", "\u00ff\n"), ".jxl"),
    JPEG_2000(
            "JPEG 2000",
            start("\0\0\0\u000cjP  \r\n\u0087\n", "\u00ffO\u00ffQ"),
            ".jp2",
            ".j2k",
            ".j2c",
            ".jpc",
            ".jpf",
            ".jpx"),
    JPEG_XR("JPEG XR", start("II\u00bc"), ".jxr", ".wdp", ".hdp"),
    CANON_RAW("Canon raw", Signature.brand("crx "), ".cr3"),
    PSD("Photoshop", start("8BPS"), ".psd", ".psb"),
    GIMP("GIMP", start("gimp xcf"), ".xcf"),
    ICO("Windows icon", data -> Signature.isIcon(data, 1), ".ico"),
    CURSOR("Windows cursor", data -> Signature.isIcon(data, 2), ".cur"),
    ANIMATED_CURSOR("animated Windows cursor", start("RIFF").and(at(8, "ACON")), ".ani"),
    ICNS("Apple icon", start("icns"), ".icns"),
    DDS("DirectDraw", start("DDS "), ".dds"),
    KTX("KTX texture", start("\u00abKTX "), ".ktx", ".ktx2"),
    QOI("QOI", start("qoif"), ".qoi"),
    OPEN_EXR("OpenEXR", start("v/1\u0001"), ".exr"),
    RADIANCE("Radiance HDR", start("#?RADIANCE", "#?RGBE"), ".hdr"),
    DPX("DPX", start("SDPX", "XPDS"), ".dpx"),
    FITS("FITS", start("SIMPLE  ="), ".fits", ".fit"),
    DICOM("DICOM", at(128, "DICM"), ".dcm"),
    NIFTI("NIfTI", any(at(344, "n+1\0"), at(344, "ni1\0")), ".nii"),
    MNG("MNG", start("\u008aMNG\r\n\u001a\n"), ".mng"),
    JNG("JNG", start("\u008bJNG\r\n\u001a\n"), ".jng"),
    FLIF("FLIF", start("FLIF"), ".flif"),
    BPG("BPG", start("BPG\u00fb"), ".bpg"),
    PAM("portable arbitrary map", start("P7\n"), ".pam"),
    FLOAT_MAP("portable float map in color", start("PF\n", "PF\r", "PF ")),
    DJVU("DjVu", start("AT&TFORM"), ".djvu", ".djv"),
    AMIGA("Amiga ILBM", start("FORM").and(any(at(8, "ILBM"), at(8, "PBM "))), ".iff", ".lbm"),
    XPM("XPM", start("/* XPM */", "! XPM2"), ".xpm"),
    XBM("XBM", Signature::isXbm, ".xbm"),
    EMF("Windows enhanced metafile", start("\u0001\0\0\0").and(at(40, " EMF")), ".emf"),
    WMF("Windows metafile", start("\u00d7\u00cd\u00c6\u009a\0\0", "\u0001\0\t\0\0\u0003"), ".wmf"),
    SUN_RASTER("Sun raster", start("Y\u00a6j\u0095"), ".ras"),
    SGI("SGI", Signature::isSgi, ".sgi", ".rgb", ".rgba", ".bw"),
    PDF("PDF", start("%PDF"), ".pdf"),
    POSTSCRIPT("PostScript", start("%!PS", "\u00c5\u00d0\u00d3\u00c6"), ".ps", ".eps"),

    HTML(Kind.OTHER, "HTML page", data -> MarkupHead.of(data).isHtml(), ".html", ".htm"),
    SVG(Kind.OTHER, "SVG drawing", data -> MarkupHead.of(data).isSvg(), ".svg"),
    MP4(
            Kind.OTHER,
            "MP4 or QuickTime video",
            any(at(4, "ftyp"), any(at(4, "moov"), at(4, "mdat"))),
            ".mp4",
            ".m4v",
            ".mov"),
    MATROSKA(Kind.OTHER, "WebM or Matroska video", start("\u001aE\u00df\u00a3"), ".webm", ".mkv"),
    AVI(Kind.OTHER, "AVI video", start("RIFF").and(at(8, "AVI ")), ".avi"),
    MPEG(Kind.OTHER, "MPEG video", start("\0\0\u0001\u00ba", "\0\0\u0001\u00b3"), ".mpg", ".mpeg"),
    ZIP(Kind.OTHER, "ZIP archive", start("PK\u0003\u0004", "PK\u0005\u0006")),
    GZIP(Kind.OTHER, "gzip data", start("\u001f\u008b")),
    BZIP2(Kind.OTHER, "bzip2 data", start("BZh")),
    XZ(Kind.OTHER, "xz data", start("\u00fd7zXZ\0")),
    ZSTANDARD(Kind.OTHER, "Zstandard data", start("(\u00b5/\u00fd")),
    SEVEN_ZIP(Kind.OTHER, "7z archive", start("7z\u00bc\u00af'\u001c")),
    RAR(Kind.OTHER, "RAR archive", start("Rar!\u001a\u0007")),
    TAR(Kind.OTHER, "tar archive", at(257, "ustar")),
    NUMPY(Kind.OTHER, "NumPy array", start("\u0093NUMPY")),
    SAFETENSORS(Kind.OTHER, "safetensors file", Signature::isSafetensors),
    PICKLE(Kind.OTHER, "Python pickle", start("\u0080\u0002", "\u0080\u0003", "\u0080\u0004", "\u0080\u0005")),
    HDF5(Kind.OTHER, "HDF5 file", start("\u0089HDF\r\n\u001a\n")),
    PARQUET(Kind.OTHER, "Parquet table", start("PAR1")),
    SQLITE(Kind.OTHER, "SQLite database", start("SQLite format 3\0")),
    XML(Kind.OTHER, "XML text", data -> MarkupHead.of(data).isXml()),
    JSON(Kind.OTHER, "JSON text", data -> MarkupHead.of(data).isJson()),
    TGA("TGA", Signature::isTga, ".tga", ".icb", ".vda", ".vst"),
    PCX("PCX", Signature::isPcx, ".pcx"),
    TEXT(Kind.OTHER, "text", data -> MarkupHead.of(data).isText());

    /** Decodes the bytes of a file in this format. */
    @FunctionalInterface
    interface Reader {
        RgbImage read(byte[] data) throws ImageException;
    }

    /** Reads the number of pixels that the header of a file in this format claims. */
    @FunctionalInterface
    interface Header {
        long pixels(byte[] data) throws ImageException;
    }

    private enum Kind {
        PICTURE,
        OTHER
    }

    private final Kind kind;
    private final String title;
    private final Signature signature;
    private final @Nullable Reader reader;
    private final Header header;
    private final List<String> endings;

    Format(String title, Signature signature, Reader reader, Header header, String... endings) {
        this(Kind.PICTURE, title, signature, reader, header, endings);
    }

    Format(String title, Signature signature, String... endings) {
        this(Kind.PICTURE, title, signature, endings);
    }

    Format(Kind kind, String title, Signature signature, String... endings) {
        this(kind, title, signature, null, data -> ClaimedPixels.UNKNOWN, endings);
    }

    Format(Kind kind, String title, Signature signature, @Nullable Reader reader, Header header, String... endings) {
        this.kind = kind;
        this.title = title;
        this.signature = signature;
        this.reader = reader;
        this.header = header;
        this.endings = List.of(endings);
    }

    /** The format of a file with this content; empty if it is unknown. */
    static Optional<Format> ofContent(byte[] data) {
        for (Format format : values()) {
            if (format.signature.matches(data)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    /**
     * The format that the ending of a file's name promises, such as {@code cat.PNG} or {@code .png}; empty if the
     * ending is unknown. Letter case does not matter.
     */
    public static Optional<Format> ofEnding(String fileName) {
        String lower = fileName.toLowerCase(Locale.ROOT);
        String ending = lower.substring(Math.max(0, lower.lastIndexOf('.')));
        for (Format format : values()) {
            if (format.endings.contains(ending)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    /** The endings of the formats that can be decoded, each with its dot, in lower case. */
    public static List<String> readEndings() {
        List<String> all = new ArrayList<>();
        for (Format format : values()) {
            if (format.isRead()) {
                all.addAll(format.endings);
            }
        }
        return all;
    }

    /** The titles of the formats that can be decoded, such as {@code PNG, JPEG, GIF}. */
    static String readTitles() {
        List<String> titles = new ArrayList<>();
        for (Format format : values()) {
            if (format.isRead()) {
                titles.add(format.title);
            }
        }
        return String.join(", ", titles);
    }

    /** The format's name for users, such as {@code JPEG 2000}. */
    public String title() {
        return title;
    }

    /** The endings of such files' names: each with its dot, in lower case. */
    List<String> endings() {
        return endings;
    }

    /** Whether such files can be decoded. */
    public boolean isRead() {
        return reader != null;
    }

    /** Whether such files contain a picture made of pixels; false for videos, archives, texts and vector drawings. */
    public boolean isPicture() {
        return kind == Kind.PICTURE;
    }

    /** The reader that decodes such files; null if they can't be decoded. */
    @Nullable
    Reader reader() {
        return reader;
    }

    /** The number of pixels that the file's header claims, at least 0; an estimate if the header does not state it. */
    long claimedPixels(byte[] data) throws ImageException {
        return header.pixels(data);
    }
}
