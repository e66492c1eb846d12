using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using Staple32.Certificates;

namespace Staple32.Stores;

/// <summary>
/// Reads what certificate files hold: one certificate in DER, or any number of PEM blocks labelled CERTIFICATE (RFC
/// 7468 section 5) with other text and other blocks between them, such as keys or a bundle's comments.
/// </summary>
public static class CertificateFile
{
    /// <summary>Longer than any label there is, its dashes included.</summary>
    private const int MaxLabelBytes = 64;

    private static ReadOnlySpan<byte> Begin => "-----BEGIN "u8;

    private static ReadOnlySpan<byte> End => "-----END "u8;

    private static ReadOnlySpan<byte> Dashes => "-----"u8;

    /// <summary>Reads all certificates of a file's contents.</summary>
    /// <param name="contents">The file's bytes.</param>
    /// <param name="skipped">Called with one line per certificate that cannot be read; such a one is left out.</param>
    /// <returns>The certificates in their order; none if there is nothing that looks like one.</returns>
    public static IReadOnlyList<Certificate> Read(ReadOnlyMemory<byte> contents, Action<string> skipped)
    {
        ArgumentNullException.ThrowIfNull(skipped);
        if (TryReadDer(contents, out Certificate? single))
            return [single];
        var certificates = new List<Certificate>();
        ReadOnlySpan<byte> rest = contents.Span;
        int block = 0;
        while (NextBlock(ref rest, out ReadOnlySpan<byte> label, out ReadOnlySpan<byte> body))
        {
            if (!label.SequenceEqual("CERTIFICATE"u8) && !label.SequenceEqual("X509 CERTIFICATE"u8))
                continue;
            block++;
            byte[]? encoded = Decode(body);
            if (encoded is null)
                skipped($"certificate {block}: not base64");
            else if (TryParse(encoded, out Certificate? certificate, out string? failure))
                certificates.Add(certificate);
            else
                skipped($"certificate {block}: {failure}");
        }

        return certificates;
    }

    private static bool TryReadDer(ReadOnlyMemory<byte> contents, [NotNullWhen(true)] out Certificate? certificate)
    {
        certificate = null;
        return !contents.IsEmpty && contents.Span[0] == 0x30 && Certificate.TryParse(contents.ToArray(), out certificate);
    }

    private static bool TryParse(byte[] encoded, [NotNullWhen(true)] out Certificate? certificate, [NotNullWhen(false)] out string? failure)
    {
        try
        {
            certificate = Certificate.Parse(encoded);
            failure = null;
            return true;
        }
        catch (CertificateFormatException exception)
        {
            certificate = null;
            failure = exception.Message;
            return false;
        }
    }

    /// <summary>
    /// Takes the next complete block off the text. One that is cut off by another, or ends under another label, is passed
    /// over. Every octet is looked at a fixed number of times: a file of a million beginnings is not searched a million times.
    /// </summary>
    private static bool NextBlock(ref ReadOnlySpan<byte> text, out ReadOnlySpan<byte> label, out ReadOnlySpan<byte> body)
    {
        label = body = default;
        while (true)
        {
            int start = text.IndexOf(Begin);
            if (start < 0)
                return false;
            text = text[(start + Begin.Length)..];
            int labelLength = text[..Math.Min(text.Length, MaxLabelBytes)].IndexOf(Dashes);
            if (labelLength < 0 || text[..labelLength].Contains((byte)'\n'))
                continue;
            label = text[..labelLength];
            text = text[(labelLength + Dashes.Length)..];
            int end = text.IndexOf(Dashes);
            if (end < 0)
                return false;
            body = text[..end];
            text = text[end..];
            if (text.StartsWith(End) && text[End.Length..].StartsWith(label) && text[(End.Length + labelLength)..].StartsWith(Dashes))
            {
                text = text[(End.Length + labelLength + Dashes.Length)..];
                return true;
            }
        }
    }

    private static byte[]? Decode(ReadOnlySpan<byte> body)
    {
        byte[] decoded = new byte[Base64.GetMaxDecodedFromUtf8Length(body.Length)];
        return Base64.DecodeFromUtf8(body, decoded, out _, out int written) == OperationStatus.Done ? decoded[..written] : null;
    }
}
