using System.Diagnostics.CodeAnalysis;
using Staple32.Certificates;

namespace Staple32.Stores;

/// <summary>In which form a file holds a store.</summary>
public enum StoreFormat
{
    /// <summary>In none: it is empty.</summary>
    Empty,

    /// <summary>As a serialized store, with properties.</summary>
    Serialized,

    /// <summary>As a PKCS #7 message.</summary>
    Message,

    /// <summary>As a PKCS #12 file, with keys left out.</summary>
    Pkcs12,

    /// <summary>As a single certificate or CRL in DER.</summary>
    OneElement,

    /// <summary>As PEM blocks, among other text.</summary>
    Pem,
}

/// <summary>What a file holds: certificates and CRLs that are in no store yet.</summary>
public sealed class StoreContents(StoreFormat format)
{
    private readonly List<StoredCertificate> _certificates = [];
    private readonly List<StoredCrl> _crls = [];

    /// <summary>The form that it was found in.</summary>
    public StoreFormat Format { get; } = format;

    /// <summary>Whether there is more in the PEM text than was read: keys, blocks that are damaged.</summary>
    public bool IsIncomplete { get; private set; }

    /// <summary>The certificates in their order.</summary>
    public IReadOnlyList<StoredCertificate> Certificates => _certificates;

    /// <summary>The CRLs in their order.</summary>
    public IReadOnlyList<StoredCrl> Crls => _crls;

    /// <summary>
    /// Recognises a store by its content: serialized, PKCS #7, a single certificate or CRL, or any number of PEM blocks
    /// (CERTIFICATE, X509 CERTIFICATE, X509 CRL, PKCS7, CMS) between other text and other blocks.
    /// </summary>
    /// <param name="bytes">The file's contents. What is kept of them is copied.</param>
    /// <param name="skipped">Called with one line per PEM block that cannot be read; such a one is left out.</param>
    /// <exception cref="CertificateFormatException">Nothing of the kind, or malformed.</exception>
    public static StoreContents Read(ReadOnlyMemory<byte> bytes, Action<string> skipped)
    {
        ArgumentNullException.ThrowIfNull(skipped);
        if (bytes.IsEmpty)
            return new StoreContents(StoreFormat.Empty);
        if (SerializedStore.Begins(bytes.Span))
            return SerializedStore.Read(bytes, out _);
        if (CertificateMessage.Begins(bytes.Span))
            return CertificateMessage.Read(bytes);
        if (TryReadSingle(bytes, out StoredElement? element))
        {
            var single = new StoreContents(StoreFormat.OneElement);
            single.Add(element);
            return single;
        }

        StoreContents contents = ReadBlocks(bytes.Span, skipped, out int found);
        return found > 0 ? contents : throw new CertificateFormatException("neither certificates nor CRLs");
    }

    /// <summary>Adds an element that is in no store.</summary>
    internal void Add(StoredElement element)
    {
        if (element is StoredCrl crl)
            _crls.Add(crl);
        else
            _certificates.Add((StoredCertificate)element);
    }

    private static bool TryReadSingle(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out StoredElement? element)
    {
        element = null;
        if (bytes.Span[0] != 0x30)
            return false;
        byte[] copy = bytes.ToArray();
        if (Certificate.TryParse(copy, out Certificate? certificate))
            element = new StoredCertificate(certificate);
        else if (CertificateRevocationList.TryParse(copy, out CertificateRevocationList? list))
            element = new StoredCrl(list);
        return element is not null;
    }

    private static StoreContents ReadBlocks(ReadOnlySpan<byte> text, Action<string> skipped, out int found)
    {
        var contents = new StoreContents(StoreFormat.Pem);
        var blocks = new PemBlocks(text);
        for (found = 0; blocks.MoveNext();)
        {
            if (ReaderFor(blocks.Label) is not { } read)
                continue;
            found++;
            try
            {
                read(contents, blocks.Decode() ?? throw new CertificateFormatException("not base64"));
            }
            catch (CertificateFormatException failure)
            {
                skipped($"block {found}: {failure.Message}");
            }
        }

        // Also what has a beginning and no end.
        contents.IsIncomplete = text.Count("-----BEGIN "u8) != contents._certificates.Count + contents._crls.Count;
        return contents;
    }

    private static Action<StoreContents, byte[]>? ReaderFor(ReadOnlySpan<byte> label)
    {
        if (CertificateFile.IsCertificate(label))
            return static (contents, block) => contents.Add(new StoredCertificate(Certificate.Parse(block)));
        if (label.SequenceEqual("X509 CRL"u8))
            return static (contents, block) => contents.Add(new StoredCrl(CertificateRevocationList.Parse(block)));
        if (label.SequenceEqual("PKCS7"u8) || label.SequenceEqual("CMS"u8))
            return static (contents, block) => contents.AddAll(CertificateMessage.Read(block));
        return null;
    }

    private void AddAll(StoreContents other)
    {
        _certificates.AddRange(other._certificates);
        _crls.AddRange(other._crls);
    }
}
