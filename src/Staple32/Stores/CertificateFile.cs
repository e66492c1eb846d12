using System.Diagnostics.CodeAnalysis;
using Staple32.Certificates;

namespace Staple32.Stores;

/// <summary>
/// Reads what certificate files hold: one certificate in DER, or any number of PEM blocks labelled CERTIFICATE (RFC
/// 7468 section 5) with other text and other blocks between them, such as keys or a bundle's comments.
/// </summary>
public static class CertificateFile
{
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
        var blocks = new PemBlocks(contents.Span);
        int number = 0;
        while (blocks.MoveNext())
        {
            if (!IsCertificate(blocks.Label))
                continue;
            number++;
            byte[]? encoded = blocks.Decode();
            if (encoded is null)
                skipped($"certificate {number}: not base64");
            else if (TryParse(encoded, out Certificate? certificate, out string? failure))
                certificates.Add(certificate);
            else
                skipped($"certificate {number}: {failure}");
        }

        return certificates;
    }

    /// <summary>Whether a PEM block with this label holds a certificate.</summary>
    internal static bool IsCertificate(ReadOnlySpan<byte> label) =>
        label.SequenceEqual("CERTIFICATE"u8) || label.SequenceEqual("X509 CERTIFICATE"u8);

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
}
