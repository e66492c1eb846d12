using Staple32.Stores;

namespace Staple32.Abi.Contexts;

/// <summary>What an HCERTSTORE stands for. Guarded by the lock of <see cref="StoreHandles"/>.</summary>
internal sealed class StoreHandle(CertificateStore store)
{
    public CertificateStore Store { get; } = store;

    /// <summary>The handle as the host sees it.</summary>
    public nint Value { get; set; }

    /// <summary>The flags of CertOpenStore.</summary>
    public uint Flags { get; init; }

    /// <summary>Opens and duplicates that have not been closed.</summary>
    public int Opens { get; set; }

    /// <summary>The native contexts whose hCertStore this is.</summary>
    public HashSet<nint> Contexts { get; } = [];
}
