using System.Runtime.InteropServices;

namespace Staple32.Abi.Layout;

/// <summary>STAPLE32_SERVER_OCSP_STATUS (staple32.h): cbSize-versioned, text in arrays of its own.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct STAPLE32_SERVER_OCSP_STATUS
{
    public const int UrlLength = 512;
    public const int FailureLength = 256;

    public const uint STATUS_NONE = 0;
    public const uint STATUS_GOOD = 1;
    public const uint STATUS_REVOKED = 2;
    public const uint STATUS_UNKNOWN = 3;

    public uint cbSize;
    public uint dwStatus;
    public FILETIME ThisUpdate;
    public FILETIME NextUpdate;
    public FILETIME ServedUntil;
    public FILETIME NextRetrieval;
    public FILETIME LastAttempt;
    public uint dwLastError;
    public uint cConsecutiveFailures;
    public ulong cRetrievals;
    public fixed byte szUrl[UrlLength];
    public fixed byte szLastFailure[FailureLength];
}

/// <summary>STAPLE32_MEMORY_STATUS (staple32.h): cbSize-versioned.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct STAPLE32_MEMORY_STATUS
{
    public uint cbSize;
    public uint cCollections;
    public ulong cbAllocated;
    public ulong cbHeap;
}
