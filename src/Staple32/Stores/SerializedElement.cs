using System.Buffers;
using System.Buffers.Binary;
using Staple32.Certificates;

namespace Staple32.Stores;

/// <summary>
/// An element of a serialized store, which is also what Windows keeps per certificate in the registry: a row of entries
/// {id, 1, length, value}, each number 32 bits little endian. Properties come first; the entry that holds the encoding
/// ends the row.
/// </summary>
internal static class SerializedElement
{
    private const uint CertificateEntry = 32;
    private const uint CrlEntry = 33;
    private const uint TrustListEntry = 34;
    private const int HeaderBytes = 12;
    private const uint X509Encoding = 1;

    /// <summary>Reads one element.</summary>
    /// <param name="rest">In: where it begins. Out: behind it, or behind the end mark.</param>
    /// <param name="element">The element; null at the end mark, and for a trust list, of which there are none here.</param>
    /// <returns>False at the end mark, an entry of the id 0.</returns>
    /// <exception cref="CertificateFormatException">It is cut off, or holds something else than it says.</exception>
    public static bool Read(ref ReadOnlyMemory<byte> rest, out StoredElement? element)
    {
        Dictionary<uint, ReadOnlyMemory<byte>>? properties = null;
        element = null;
        while (true)
        {
            uint id = ReadEntry(ref rest, out ReadOnlyMemory<byte> value);
            switch (id)
            {
                case 0:
                    return properties is not null ? throw new CertificateFormatException("a serialized store ends within an element") : false;
                case CertificateEntry:
                    element = new StoredCertificate(Certificate.Parse(value.ToArray()), PropertyBag.From(properties));
                    return true;
                case CrlEntry:
                    element = new StoredCrl(CertificateRevocationList.Parse(value.ToArray()), PropertyBag.From(properties));
                    return true;
                case TrustListEntry:
                    return true;
                default:
                    properties ??= [];
                    // Those about keys are no plain values: in memory they are structures with pointers.
                    if (id <= PropertyIds.LastUser && !PropertyIds.IsKey(id))
                        properties[id] = value;
                    break;
            }
        }
    }

    /// <summary>Writes one element: its properties in ascending order of their ids, then its encoding.</summary>
    public static void Write(StoredElement element, IBufferWriter<byte> target)
    {
        foreach (uint id in element.Properties.Ids)
        {
            if (element.Properties.Get(id) is { } value)
                WriteEntry(id, value.Span, target);
        }

        WriteEntry(element is StoredCrl ? CrlEntry : CertificateEntry, element.Encoded.Span, target);
    }

    /// <summary>Writes what stands behind the last element.</summary>
    public static void WriteEnd(IBufferWriter<byte> target) => target.Write(stackalloc byte[HeaderBytes]);

    private static uint ReadEntry(ref ReadOnlyMemory<byte> rest, out ReadOnlyMemory<byte> value)
    {
        if (rest.Length < HeaderBytes)
            throw new CertificateFormatException("a serialized store is cut off");
        ReadOnlySpan<byte> header = rest.Span[..HeaderBytes];
        uint id = BinaryPrimitives.ReadUInt32LittleEndian(header);
        uint length = id == 0 ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(header[8..]);
        rest = rest[HeaderBytes..];
        if (length > (uint)rest.Length)
            throw new CertificateFormatException("a serialized store is cut off");
        value = rest[..(int)length];
        rest = rest[(int)length..];
        return id;
    }

    private static void WriteEntry(uint id, ReadOnlySpan<byte> value, IBufferWriter<byte> target)
    {
        Span<byte> header = target.GetSpan(HeaderBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(header, id);
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], X509Encoding);
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], (uint)value.Length);
        target.Advance(HeaderBytes);
        target.Write(value);
    }
}
