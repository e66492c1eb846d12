using System.Buffers;
using Staple32.Certificates;

namespace Staple32.Stores;

/// <summary>
/// The file format of serialized stores (.sst): a version of 0 and "CERT", the elements with their properties, an end
/// mark. Everything that a store holds comes back as it was.
/// </summary>
public static class SerializedStore
{
    private static ReadOnlySpan<byte> Beginning => [0, 0, 0, 0, (byte)'C', (byte)'E', (byte)'R', (byte)'T'];

    /// <summary>Whether bytes begin as a serialized store does.</summary>
    public static bool Begins(ReadOnlySpan<byte> bytes) => bytes.StartsWith(Beginning);

    /// <summary>Reads a serialized store.</summary>
    /// <param name="bytes">The store; what stands behind its end mark is not looked at. Copied.</param>
    /// <param name="length">How many bytes it takes.</param>
    /// <exception cref="CertificateFormatException">It is something else, or cut off.</exception>
    public static StoreContents Read(ReadOnlyMemory<byte> bytes, out int length)
    {
        if (!Begins(bytes.Span))
            throw new CertificateFormatException("not a serialized store");
        ReadOnlyMemory<byte> rest = bytes[Beginning.Length..];
        var contents = new StoreContents(StoreFormat.Serialized);
        while (SerializedElement.Read(ref rest, out StoredElement? element))
        {
            if (element is not null)
                contents.Add(element);
        }

        length = bytes.Length - rest.Length;
        return contents;
    }

    /// <summary>Writes elements, certificates first.</summary>
    public static byte[] Write(IEnumerable<StoredCertificate> certificates, IEnumerable<StoredCrl> crls)
    {
        ArgumentNullException.ThrowIfNull(certificates);
        ArgumentNullException.ThrowIfNull(crls);
        var target = new ArrayBufferWriter<byte>();
        target.Write(Beginning);
        foreach (StoredCertificate certificate in certificates)
            SerializedElement.Write(certificate, target);
        foreach (StoredCrl crl in crls)
            SerializedElement.Write(crl, target);
        SerializedElement.WriteEnd(target);
        return target.WrittenSpan.ToArray();
    }
}
