namespace Staple32.Stores;

/// <summary>What an element's CERT_ACCESS_STATE_PROP_ID says of its store (with the native values).</summary>
[Flags]
public enum StoreAccess
{
    None = 0,

    /// <summary>What is changed is written to where the store came from.</summary>
    WritePersist = 1,

    /// <summary>It is a system store.</summary>
    SystemStore = 2,

    /// <summary>It is a system store of the machine's.</summary>
    LocalMachine = 4,
}
