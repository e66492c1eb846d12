using System.Runtime.Versioning;

namespace Staple32.Stores;

public static partial class TrustRoots
{
    [SupportedOSPlatform("windows")]
    private static RegistryTrustRoots FromRegistry() => RegistryTrustRoots.Roots;

    [SupportedOSPlatform("windows")]
    private static RegistryTrustRoots PublicFromRegistry() => RegistryTrustRoots.PublicRoots;

    [SupportedOSPlatform("windows")]
    private static RegistryTrustRoots NtAuthFromRegistry() => RegistryTrustRoots.NtAuth;
}
