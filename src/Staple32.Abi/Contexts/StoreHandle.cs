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

    /// <summary>Whether the host has opened it. If not, it is a part of a store that the host has opened.</summary>
    public bool IsHosts { get; init; }

    /// <summary>Opens and duplicates that have not been closed.</summary>
    public int Opens { get; set; }

    /// <summary>Whether the store has been closed since it was opened or duplicated last.</summary>
    public bool HasBeenClosed { get; set; }

    /// <summary>How many collections have it as a member.</summary>
    public int Memberships { get; set; }

    /// <summary>The members, if it is a collection.</summary>
    public HashSet<StoreHandle> Members { get; } = [];

    /// <summary>The native contexts whose hCertStore this is.</summary>
    public HashSet<nint> Contexts { get; } = [];

    /// <summary>Whether nobody can use it any more but through a context.</summary>
    public bool IsClosed => Opens == 0 && Memberships == 0;

    /// <summary>Whether nobody can use it at all.</summary>
    public bool IsUnused => IsClosed && Contexts.Count == 0;
}
