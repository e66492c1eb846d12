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

    /// <summary>
    /// Makes a file of its own for what is now, if it needs one, and takes those of what was away. One of them is there at any
    /// moment.
    /// </summary>
    /// <param name="changes">What to do it with.</param>
    /// <param name="directory">Where; it is made.</param>
    /// <param name="old">What was; null for nothing. What it shares with others stays.</param>
    /// <param name="now">What is now; null for nothing. Gets its new file.</param>
    public static void Write(FileChanges changes, StoreDirectory directory, KeptElement? old, KeptElement? now)
    {
        IReadOnlyList<KeptFile> known = old?.Files ?? [];
        KeptFile? own = null;
        if (now is not null && (now.Files.Count == 0 || now.Properties.Ids.Count > 0))
            now.Files.Add((own = new KeptFile(now.PathIn(directory.Make(), known), IsAlone: true)).Value);
        bool replaces = own is { } file && known.Contains(file);
        if (own is not null && !replaces)
            changes.Create(own.Value.Path, now!.ToFile());
        foreach (KeptFile former in known)
        {
            if (former.IsAlone && former != own)
                changes.Remove(former.Path);
        }

        if (replaces)
            changes.Replace(own!.Value.Path, now!.ToFile());
    }

    private bool IsPlain => Properties.Ids.Count == 0;

    /// <summary>The name is the thumbprint. One of the known files may be replaced, any other may not.</summary>
    private string PathIn(string directory, IReadOnlyList<KeptFile> known)
    {
        string name = Convert.ToHexString(Digest.Compute(HashAlgorithmName.SHA1, Encoded.Span));
        string extension = IsPlain ? ".pem" : ".sst";
        string path = Path.Combine(directory, name + extension);
        for (int number = 1; File.Exists(path) && !known.Contains(new KeptFile(path, IsAlone: true)); number++)
            path = Path.Combine(directory, $"{name}-{number}{extension}");
        return path;
    }

    /// <summary>PEM, or a serialized store if there are properties.</summary>
    private byte[] ToFile() => IsPlain ? AsPem() : AsStore();

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
