using System.Runtime.InteropServices;
using Staple32.Abi.Boundary;
using Staple32.Abi.Layout;
using Staple32.Certificates;
using Staple32.Stores;

namespace Staple32.Abi.Contexts;

/// <summary>
/// The native block of a CRL: the CRL_CONTEXT first, then what is ours, then the entries, the extensions and all else that
/// the CRL_CONTEXT points at, in one allocation.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CrlBlock
{
    public ContextHead Head;
    public CRL_INFO Info;

    /// <summary>Builds the block of a CRL with one reference; the store's handle is left 0.</summary>
    /// <exception cref="CertificateFormatException">An entry is malformed.</exception>
    public static CrlBlock* Build(StoredCrl element)
    {
        CertificateRevocationList list = element.List;
        Sizes sizes = Measure(list);
        nuint size = checked((nuint)sizeof(CrlBlock)
            + (sizes.Entries * (nuint)sizeof(CRL_ENTRY))
            + (sizes.Extensions * (nuint)sizeof(CERT_EXTENSION))
            + (nuint)list.Encoded.Length + sizes.SerialBytes + sizes.TextBytes);

        var block = (CrlBlock*)NativeBlock.Allocate(BlockKind.CrlContext, size, element);
        try
        {
            var entries = (CRL_ENTRY*)(block + 1);
            var extensions = (CERT_EXTENSION*)(entries + sizes.Entries);
            BlockWriter writer = ContextHead.Begin(&block->Head, &block->Info, list.Encoded, extensions + sizes.Extensions);
            Fill(&block->Info, list, entries, extensions, ref writer);
            return block;
        }
        catch
        {
            NativeBlock.Free(block);
            throw;
        }
    }

    private static Sizes Measure(CertificateRevocationList list)
    {
        var texts = new TextSizes();
        texts.Add(list.SignatureAlgorithm.Oid);
        nuint entries = 0;
        nuint extensions = (nuint)list.Extensions.Count;
        nuint serialBytes = 0;
        foreach (CertificateExtension extension in list.Extensions)
            texts.Add(extension.Oid);
        foreach (CrlEntry entry in list.Entries)
        {
            entries++;
            serialBytes += (nuint)entry.SerialNumber.Length;
            foreach (CertificateExtension extension in entry.Extensions)
            {
                extensions++;
                texts.Add(extension.Oid);
            }
        }

        return new Sizes(entries, extensions, serialBytes, texts.Total);
    }

    private static void Fill(
        CRL_INFO* info, CertificateRevocationList list, CRL_ENTRY* entries, CERT_EXTENSION* extensions, ref BlockWriter writer)
    {
        info->dwVersion = (uint)list.Version;
        info->SignatureAlgorithm = writer.Algorithm(list.SignatureAlgorithm);
        info->Issuer = writer.View(list.Issuer);
        info->ThisUpdate = FILETIME.From(list.ThisUpdate);
        if (list.NextUpdate is { } nextUpdate)
            info->NextUpdate = FILETIME.From(nextUpdate);
        info->cExtension = FillExtensions(list.Extensions, ref extensions, ref writer, out info->rgExtension);

        CRL_ENTRY* next = entries;
        foreach (CrlEntry entry in list.Entries)
        {
            next->SerialNumber = writer.Integer(entry.SerialNumber.Span);
            next->RevocationDate = FILETIME.From(entry.RevocationDate);
            next->cExtension = FillExtensions(entry.Extensions, ref extensions, ref writer, out next->rgExtension);
            next++;
        }

        info->cCRLEntry = (uint)(next - entries);
        info->rgCRLEntry = next == entries ? null : entries;
    }

    private static uint FillExtensions(
        IReadOnlyList<CertificateExtension> source, ref CERT_EXTENSION* free, ref BlockWriter writer, out CERT_EXTENSION* first)
    {
        first = source.Count == 0 ? null : free;
        foreach (CertificateExtension extension in source)
            *free++ = writer.Extension(extension);
        return (uint)source.Count;
    }

    private readonly record struct Sizes(nuint Entries, nuint Extensions, nuint SerialBytes, nuint TextBytes);
}
