using System.Text;

namespace Staple32.TextEncoding;

/// <summary>Writes bytes as text, as CryptBinaryToString does.</summary>
public static class TextEncoder
{
    private const int BytesPerBase64Line = 48;

    /// <summary>Writes bytes in a format.</summary>
    /// <param name="data">The bytes.</param>
    /// <param name="format">Any format that can be written, except <see cref="TextFormat.Binary"/>.</param>
    /// <param name="lineEnding">How lines end; formats in one run have no line but the last.</param>
    /// <exception cref="ArgumentOutOfRangeException">The format can only be read, or is not text.</exception>
    public static string Encode(ReadOnlySpan<byte> data, TextFormat format, LineEnding lineEnding)
    {
        string lineEnd = lineEnding switch
        {
            LineEnding.CrLf => "\r\n",
            LineEnding.Lf => "\n",
            _ => "",
        };
        return format switch
        {
            TextFormat.Base64 => Base64Lines(data, null, lineEnd),
            TextFormat.Base64Header => Base64Lines(data, PemText.CertificateLabel, lineEnd),
            TextFormat.Base64RequestHeader => Base64Lines(data, PemText.RequestLabel, lineEnd),
            TextFormat.Base64CrlHeader => Base64Lines(data, PemText.CrlLabel, lineEnd),
            TextFormat.Base64Uri => Convert.ToBase64String(data).TrimEnd('=').Replace('+', '-').Replace('/', '_'),
            TextFormat.HexRaw => Convert.ToHexStringLower(data) + lineEnd,
            TextFormat.Hex => HexDump.Write(data, address: false, characters: false, lineEnd),
            TextFormat.HexAscii => HexDump.Write(data, address: false, characters: true, lineEnd),
            TextFormat.HexAddress => HexDump.Write(data, address: true, characters: false, lineEnd),
            TextFormat.HexAsciiAddress => HexDump.Write(data, address: true, characters: true, lineEnd),
            _ => throw new ArgumentOutOfRangeException(nameof(format)),
        };
    }

    private static string Base64Lines(ReadOnlySpan<byte> data, string? label, string lineEnd)
    {
        var text = new StringBuilder();
        if (label is not null)
            text.Append(PemText.Begin).Append(label).Append(PemText.Dashes).Append(lineEnd);

        Span<char> line = stackalloc char[BytesPerBase64Line / 3 * 4];
        while (!data.IsEmpty)
        {
            int count = Math.Min(BytesPerBase64Line, data.Length);
            Convert.TryToBase64Chars(data[..count], line, out int written);
            text.Append(line[..written]).Append(lineEnd);
            data = data[count..];
        }

        if (label is not null)
            text.Append(PemText.End).Append(label).Append(PemText.Dashes).Append(lineEnd);
        return text.ToString();
    }
}
