using Staple32.Abi.Boundary;
using Staple32.Abi.Contexts;
using Staple32.Log;
using Staple32.Stores;

namespace Staple32.Abi.Chains;

/// <summary>
/// The system stores that engines look into, where they are directories: one object for all engines, so that an engine costs
/// no files to be read. On Windows none of them is looked into.
/// </summary>
/// <param name="isUsers">Whether the user's are looked into, which show the machine's too, or the machine's alone.</param>
internal sealed class EngineStores(bool isUsers)
{
    private static readonly Lock s_lock = new();
    private static readonly Dictionary<string, DirectoryStore> s_stores = new(StringComparer.Ordinal);
    private static SystemStorePlaces? s_places;

    public static readonly EngineStores OfUser = new(isUsers: true);
    public static readonly EngineStores OfMachine = new(isUsers: false);

    /// <summary>The trusted roots.</summary>
    public SystemRootStore Roots() => SystemRoots.Open(isUsers);

    /// <summary>Where issuers are found, for an engine with trusted people of its own: "CA" and "MY".</summary>
    public List<CertificateStore> Issuers() => ListOf("CA", "MY");

    /// <summary>As <see cref="Issuers"/>, for one without: "Trust" too.</summary>
    public List<CertificateStore> IssuersAndTrust() => ListOf("CA", "MY", "Trust");

    /// <summary>What is trusted by itself where peer trust is asked for.</summary>
    public CertificateStore? TrustedPeople() => Find("TrustedPeople");

    /// <summary>What is never trusted.</summary>
    public CertificateStore? Disallowed() => Find("Disallowed");

    private List<CertificateStore> ListOf(params string[] names) => Find(names) is { } store ? [store] : [];

    private DirectoryStore? Find(params string[] names)
    {
        if (OperatingSystem.IsWindows())
            return null;
        string key = $"{isUsers} {string.Join(' ', names)}";
        lock (s_lock)
        {
            // A program may set the variables before it creates another engine.
            SystemStorePlaces places = SystemStorePlaces.FromEnvironment(HostEnvironment.Get);
            if (places != s_places)
                s_stores.Clear();
            s_places = places;
            if (!s_stores.TryGetValue(key, out DirectoryStore? store))
            {
                StoreAccess access = isUsers ? StoreAccess.SystemStore : StoreAccess.SystemStore | StoreAccess.LocalMachine;
                store = new DirectoryStore(
                    [.. names.SelectMany(name => places.DirectoriesOf(name, isUsers))],
                    access,
                    isReadOnly: true,
                    TimeProvider.System,
                    static line => Library.Log.Write(LogLevel.Warning, line));
                s_stores.Add(key, store);
            }

            return store;
        }
    }
}
