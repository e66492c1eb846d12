using System.Security.Cryptography;
using System.Text;
using Staple32.Certificates;

namespace Staple32.Stores;

/// <summary>An element of a <see cref="DirectoryStore"/> as its files have it.</summary>
/// <param name="element">The element, whose properties may be others.</param>
/// <param name="properties">The properties that the files have.</param>
internal sealed class KeptElement(StoredElement element, PropertyBag properties)
{
    public StoredElement Element { get; } = element;

    public ReadOnlyMemory<byte> Encoded => Element.Encoded;

    public PropertyBag Properties { get; } = properties;

    /// <summary>The files that it stands in.</summary>
    public List<KeptFile> Files { get; } = [];

    /// <summary>The properties of an element that do not follow from its encoding.</summary>
    public static PropertyBag LastingProperties(StoredElement element)
    {
        PropertyBag lasting = PropertyBag.Copy(element.Properties)!;
        foreach (uint id in lasting.Ids)
        {
            if (ComputedProperties.Knows(id) && element.Compute(id) is { } computed && computed.Span.SequenceEqual(lasting.Get(id)!.Value.Span))
                lasting.Set(id, null);
        }

        return lasting;
    }

    /// <summary>Writes it in one step: as PEM, or as a serialized store if it has properties. The name is the thumbprint.</summary>
    /// <param name="directory">The directory, which exists.</param>
    /// <param name="old">A file of this one may be replaced, any other may not.</param>
    /// <returns>The file's path.</returns>
    public string Write(string directory, KeptElement? old)
    {
        bool isPlain = Properties.Ids.Count == 0;
        string name = Convert.ToHexString(Digest.Compute(HashAlgorithmName.SHA1, Encoded.Span));
        string extension = isPlain ? ".pem" : ".sst";
        string path = Path.Combine(directory, name + extension);
        for (int number = 1; File.Exists(path) && old?.Files.Contains(new KeptFile(path, IsAlone: true)) != true; number++)
            path = Path.Combine(directory, $"{name}-{number}{extension}");
        AtomicFile.Write(path, isPlain ? AsPem() : AsStore());
        return path;
    }

    private byte[] AsPem() =>
        Encoding.ASCII.GetBytes(PemEncoding.WriteString(Element is StoredCrl ? "X509 CRL" : "CERTIFICATE", Encoded.Span) + "\n");

    private byte[] AsStore()
    {
        StoredElement written = Element.Copy();
        written.Properties.Become(Properties);
        return SerializedStore.Write(written is StoredCertificate certificate ? [certificate] : [], written is StoredCrl crl ? [crl] : []);
    }
}

/// <param name="Path">A file that an element stands in.</param>
/// <param name="IsAlone">Whether it holds nothing else.</param>
internal readonly record struct KeptFile(string Path, bool IsAlone);
