BeforeAll {
    $repository = Convert-Path (Join-Path $PSScriptRoot '../..')
    $folder = Join-Path $TestDrive 'packages'
    $said = dotnet pack (Join-Path $repository 'src/PrivateLinkPg.Package') --configuration Release --output $folder
    if ($LASTEXITCODE -ne 0) { throw "dotnet pack failed: $($said -join "`n")" }
    $version = (Import-PowerShellDataFile (Join-Path $repository 'PrivateLinkPg.psd1')).ModuleVersion
    $package = Get-Item (Join-Path $folder "PrivateLinkPg.$version*.nupkg")
    $archive = Get-Item (Join-Path $folder 'PrivateLinkPg.zip')

    function Import-Alone([string] $path) {
        pwsh -NoProfile -NonInteractive -Command "Import-Module '$path'; (Get-Command -Module PrivateLinkPg).Count; (Get-Help New-PgPrivateEndpoint).Synopsis"
    }
}

Describe 'The gallery package' {
    It 'imports when unpacked as a gallery client does' {
        $module = Join-Path $TestDrive 'gallery/PrivateLinkPg'
        Expand-Archive $package $module
        Import-Alone $module | Select-Object -First 1 | Should -BeGreaterThan 0
    }

    It 'says that it is a module, and depends on no package' {
        $nuspec = [xml] (Get-Content (Join-Path $TestDrive 'gallery/PrivateLinkPg/PrivateLinkPg.nuspec') -Raw)
        $nuspec.package.metadata.tags -split ' ' | Should -Contain 'PSModule'
        $nuspec.package.metadata.dependencies | Should -BeNullOrEmpty
    }

    It 'is small' { $package.Length | Should -BeLessThan 8MB }
}

Describe 'The Azure Automation archive' {
    It 'holds the module in a folder of its name, with its help' {
        Expand-Archive $archive (Join-Path $TestDrive 'automation')
        $imported = Import-Alone (Join-Path $TestDrive 'automation/PrivateLinkPg')
        $imported[0] | Should -BeGreaterThan 0
        $imported[1] | Should -Match 'private endpoint'
    }

    It 'is small' { $archive.Length | Should -BeLessThan 8MB }
}
