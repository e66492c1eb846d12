namespace Staple32.TextEncoding;

/// <summary>How bytes are written as text: the formats of CryptStringToBinary and CryptBinaryToString, with their native values.</summary>
public enum TextFormat
{
    /// <summary>Base64 between BEGIN and END lines. Written with the label CERTIFICATE, read with any.</summary>
    Base64Header = 0,

    /// <summary>Base64 without header lines, 64 characters on a line.</summary>
    Base64 = 1,

    /// <summary>The bytes themselves.</summary>
    Binary = 2,

    /// <summary>Base64 between the lines of a certificate request.</summary>
    Base64RequestHeader = 3,

    /// <summary>Pairs of hexadecimal digits, 16 on a line.</summary>
    Hex = 4,

    /// <summary><see cref="Hex"/> with the characters beside it.</summary>
    HexAscii = 5,

    /// <summary>Read only: the first of <see cref="Base64Header"/> and <see cref="Base64"/> that fits.</summary>
    Base64Any = 6,

    /// <summary>Read only: <see cref="Base64Any"/>, else <see cref="Binary"/>.</summary>
    Any = 7,

    /// <summary>Read only: the first of the hexadecimal formats that fits.</summary>
    HexAny = 8,

    /// <summary>Base64 between the lines of a CRL.</summary>
    Base64CrlHeader = 9,

    /// <summary><see cref="Hex"/> with the offset in front of each line.</summary>
    HexAddress = 10,

    /// <summary><see cref="Hex"/> with offsets and characters.</summary>
    HexAsciiAddress = 11,

    /// <summary>Hexadecimal digits in one run.</summary>
    HexRaw = 12,

    /// <summary>Base64 with the alphabet for URLs and file names, without padding (RFC 4648, 5), in one run.</summary>
    Base64Uri = 13,
}

/// <summary>How lines end.</summary>
public enum LineEnding
{
    CrLf,
    Lf,

    /// <summary>No line ends at all.</summary>
    None,
}
