# Sourced by build.sh: finds out once what the package feed of this machine offers, and remembers it in
# artifacts/feed.props, which Directory.Build.props imports. Delete that file to have it asked again.

probe_feed() {
  local props=$artifacts/feed.props
  [ -f "$props" ] && return
  mkdir -p "$artifacts"
  local framework=net10.0 bouncy=BouncyCastle.Cryptography version=2.7.0
  if ! can_restore net10.0; then
    # Without the NativeAOT runtime pack of .NET 10, the .NET 9 compiler package has all that is needed.
    can_restore net9.0 || die "no NativeAOT compiler package can be restored: $(tail -n 1 "$artifacts/obj/probe/log")"
    framework=net9.0
  fi
  if ! can_restore net10.0 "$bouncy" "$version"; then
    bouncy=Portable.BouncyCastle version=1.8.10
  fi
  cat >"$props" <<PROPS
<Project>
  <PropertyGroup>
    <Staple32LibraryFramework>$framework</Staple32LibraryFramework>
    <Staple32BouncyCastleId>$bouncy</Staple32BouncyCastleId>
    <Staple32BouncyCastleVersion>$version</Staple32BouncyCastleVersion>
  </PropertyGroup>
</Project>
PROPS
  say "package feed: the library is built as $framework, the tests use $bouncy $version"
}

feed_value() {
  sed -n "s:.*<$1>\(.*\)</$1>.*:\1:p" "$artifacts/feed.props"
}

# can_restore FRAMEWORK [PACKAGE VERSION]   without a package: the NativeAOT compiler
can_restore() {
  local probe=$artifacts/obj/probe what
  mkdir -p "$probe"
  if [ $# -gt 1 ]; then
    what="<ItemGroup><PackageReference Include=\"$2\" Version=\"[$3]\" /></ItemGroup>"
  else
    what="<PropertyGroup><PublishAot>true</PublishAot><RuntimeIdentifier>linux-x64</RuntimeIdentifier></PropertyGroup>"
  fi
  printf '<Project />' >"$probe/Directory.Build.props"
  printf '<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>%s</TargetFramework></PropertyGroup>%s</Project>' \
    "$1" "$what" >"$probe/probe.csproj"
  dotnet restore "$probe/probe.csproj" --nologo >"$probe/log" 2>&1
}
