using Staple32.Certificates;

namespace Staple32.ChainPolicies;

/// <summary>Roots that sign tests: their private keys are known, or they vouch for nothing but tests.</summary>
internal static class TestRoots
{
    // SHA-1 of the public key.
    private static readonly HashSet<string> s_keys = new(StringComparer.Ordinal)
    {
        "188E479C3FE59EE1F873EE2A592288275FA6C80B", // Root Agency, whose key makecert comes with
        MicrosoftRoots.TestingRoot2010,
    };

    public static bool Contains(Certificate root) => s_keys.Contains(MicrosoftRoots.KeyIdOf(root));
}
